import type { Bilingual, Lang } from "./lang.js";

/** Every error a user can meet: its exit code, its HTTP status (422 where none is named) and its text in both languages. `{x}` is filled from the error's info. */
export const ERRORS = {
  usage: { exit: 2, zh: "用法有误:{detail}", en: "Usage error: {detail}" },
  folder_missing: { exit: 2, zh: "找不到文件夹 {path}。", en: "The folder {path} does not exist." },
  folder_empty: { exit: 3, zh: "文件夹 {path} 里没有 .xlsx、.xls 或 .csv 文件。", en: "The folder {path} holds no .xlsx, .xls or .csv file." },
  file_unreadable: { exit: 3, zh: "{file}:读不了({detail})。", en: "{file}: cannot be read ({detail})." },
  file_empty: { exit: 3, zh: "{file}:文件是空的。", en: "{file}: the file is empty." },
  file_encrypted: { exit: 3, zh: "{file}:工作簿设有打开密码。请去掉密码后另存一份再比对。", en: "{file}: the workbook is protected by a password. Save a copy without it and compare again." },
  file_damaged: { exit: 3, zh: "{file}:文件已损坏({detailZh})。请向报送单位重新索取。", en: "{file}: the file is damaged ({detailEn}). Ask the sender for it again." },
  file_changed: { exit: 3, zh: "{file}:读取过程中文件被改动。请等文件保存完毕后重新比对。", en: "{file}: the file changed while it was read. Compare again once it is saved." },
  file_too_large: { exit: 3, zh: "{file}:解压后超过上限({detail}),疑似压缩炸弹,未读取。", en: "{file}: larger than allowed when unpacked ({detail}); it may be a zip bomb and was not read." },
  encoding_unknown: { exit: 3, zh: "{file}:文字编码既不是 UTF-8 也不是 GB18030({detail})。请另存为 UTF-8 的 CSV。", en: "{file}: the text is neither UTF-8 nor GB18030 ({detail}). Save it as CSV in UTF-8." },
  header_missing: { exit: 3, zh: "{file}:{sheet}没有找到表头(至少要有姓名或身份证号一列)。", en: "{file}: {sheet}no header row found (it needs at least a name or id column)." },
  kind_unknown: { exit: 3, zh: "{file}:看不出是哪一种花名册。表头:{headers}。请用 --manifest 指明 kind。", en: "{file}: cannot tell which kind of roster this is. Headers: {headers}. Name its kind with --manifest." },
  kind_ambiguous: { exit: 3, zh: "{file}:可能是{candidates}中的任一种,无法确定({evidence})。表头:{headers}。请用 --manifest 指明 kind。", en: "{file}: could be any of {candidates} ({evidence}). Headers: {headers}. Name its kind with --manifest." },
  roster_twice: { exit: 3, zh: "{file}:与 {other} 是同一种花名册({kind})的同一期({period}),又没有注明版本。不同版本不能混用:请只留一份,或用 --manifest 注明 version(版本)或 part(分册)。", en: "{file}: the same kind of roster ({kind}) and period ({period}) as {other}, without versions. Versions are never mixed: keep one, or name version or part with --manifest." },
  roster_several: { exit: 3, zh: "{file}:里面有 {count} 份花名册({kindsZh})。请在上传时指明是哪一种,其余的另行上传。", en: "{file}: holds {count} rosters ({kindsEn}). Say which is meant when uploading it, and upload the others by themselves." },
  column_duplicate: { exit: 3, zh: "{file}:{sheet}表头“{header}”出现了 {count} 次({columns}),不知道该用哪一列。请删去多余的列。", en: "{file}: {sheet}the header “{header}” occurs {count} times ({columns}); it is not clear which column counts. Delete the others." },
  column_twice: { exit: 3, zh: "{file}:{sheet}“{first}”和“{second}”都像是“{column}”。请用 --manifest 的 columns 指明哪一列。", en: "{file}: {sheet}“{first}” and “{second}” both look like “{column}”. Say which with columns in --manifest." },
  manifest_invalid: { exit: 2, zh: "清单 {file} 有误:{detail}", en: "The manifest {file} is not valid: {detail}" },
  date_invalid: { exit: 2, zh: "--date {date} 不是日期,请写成 2020-06-30 这样。", en: "--date {date} is not a date; write it like 2020-06-30." },
  place_unknown: { exit: 2, zh: "--place {place} 不是区划代码。请写县、州(市)或省的六位代码,例如 533323(福贡县)。", en: "--place {place} is no division code. Give the six digits of a county, prefecture or province, such as 533323 (福贡县)." },
  place_unknown_hint: { exit: 2, zh: "--place {place} 不是县以上的六位区划代码。您是不是要:{hint}", en: "--place {place} is no six-digit code of a county or above. Did you mean: {hint}" },
  policies_missing: { exit: 2, zh: "{path} 里没有政策包(.yaml 文件)。", en: "{path} holds no policy packs (.yaml files)." },
  packs_invalid: { exit: 2, zh: "政策包有误,请先用 doudi pack check 查看:\n{list}", en: "The policy packs are not valid; see doudi pack check:\n{list}" },
  rosters_unreadable: { exit: 3, zh: "有 {count} 个文件不能用于比对,未生成报告(加 --keep-going 可在缺少它们的情况下继续):\n{list}", en: "{count} files cannot be compared; no report was written (--keep-going goes on without them):\n{list}" },
  rosters_none: { exit: 3, zh: "没有一个文件可以比对,未生成报告:\n{list}", en: "None of the files can be compared; no report was written:\n{list}" },
  output_in_input: { exit: 2, zh: "--out {path} 与花名册文件夹互相包含。请把结果写到花名册文件夹之外。", en: "--out {path} and the folder of rosters lie inside each other. Write the result elsewhere." },
  output_not_ours: { exit: 2, zh: "{path} 已存在,里面有不是兜底写出的内容,未覆盖。请换一个 --out。", en: "{path} exists and holds something that Doudi did not write; it was left alone. Choose another --out." },
  output_edited: { exit: 2, zh: "{path} 里的 {file} 在生成之后被改动过,未覆盖。请换一个 --out;核查结果可用 --previous {path} 带过来。", en: "{file} in {path} was changed after Doudi wrote it, so it was left alone. Choose another --out; --previous {path} carries the check results over." },
  engine_exhausted: { exit: 4, zh: "内存或磁盘空间不够({detail})。请用 --memory-limit 给更多内存,或换到空间更大的磁盘;数据再大可用 --engine postgres。", en: "Out of memory or disk space ({detail}). Give more memory with --memory-limit, use a larger disk, or --engine postgres for still larger data." },
  output_unwritable: { exit: 4, zh: "{path} 写不进去({detail})。原有的内容没有改动。", en: "{path} cannot be written ({detail}). What was there before is unchanged." },
  database_url_missing: { exit: 2, zh: "--engine postgres 需要 --database-url 或环境变量 DATABASE_URL。", en: "--engine postgres needs --database-url or the environment variable DATABASE_URL." },
  database_url_invalid: { exit: 2, zh: "--database-url 不是 postgres://用户:密码@主机:端口/数据库 这样的地址。", en: "--database-url is no address such as postgres://user:password@host:port/database." },
  database_unreachable: { exit: 4, zh: "连不上数据库 {server}({detail})。请核对主机和端口,并确认数据库服务已启动。", en: "The database {server} cannot be reached ({detail}). Check host and port, and that the server is running." },
  database_login: { exit: 4, zh: "数据库 {server} 拒绝登录({detail})。请核对用户名、密码和数据库名。", en: "The database {server} refused the login ({detail}). Check user, password and database name." },
  database_forbidden: { exit: 4, zh: "数据库 {server}:账号权限不够({detail})。比对要新建一个临时模式,请授予在该数据库上 CREATE 的权限。", en: "The database {server}: the account lacks a right ({detail}). The comparison makes a schema of its own: grant CREATE on the database." },
  database_encoding: { exit: 4, zh: "数据库 {server} 的编码是 {encoding},比对需要 UTF8 编码的数据库。", en: "The database {server} is encoded in {encoding}; the comparison needs one in UTF8." },
  database_exhausted: { exit: 4, zh: "数据库 {server} 的资源不够({detail})。请检查磁盘空间、内存和连接数后重新比对。", en: "The database {server} ran out of something ({detail}). Check disk space, memory and connections, and compare again." },
  database_lost: { exit: 4, zh: "与数据库 {server} 的连接中断({detail})。请重新比对。", en: "The connection to the database {server} was lost ({detail}). Compare again." },
  database_newer: { exit: 4, zh: "数据库是用更新版本的兜底建的(有 {name})。请升级程序。", en: "The database was made by a newer Doudi (it has {name}). Upgrade the program." },
  migration_changed: { exit: 4, zh: "迁移 {name} 与数据库里执行过的不一致。请恢复原来的程序文件。", en: "The migration {name} differs from what was run on the database. Restore the original program files." },
  backup_unreadable: { exit: 3, zh: "备份 {path} 读不了({detail})。", en: "The backup {path} cannot be read ({detail})." },
  backup_damaged: { exit: 3, zh: "备份 {path} 不完整或被改动过({detail}),没有恢复任何内容。", en: "The backup {path} is incomplete or was changed ({detail}); nothing was restored." },
  backup_version: { exit: 3, zh: "备份 {path} 出自另一个版本的数据库({schema})。请用那个版本恢复,再升级。", en: "The backup {path} is of another version of the database ({schema}). Restore it with that version, then upgrade." },
  backup_exists: { exit: 2, zh: "{path} 已存在,未覆盖。请换一个文件名。", en: "{path} exists and was left alone. Choose another name." },
  restore_not_empty: { exit: 2, zh: "数据库里已有数据({table}),没有恢复。请恢复到空的数据库或新的数据文件夹。", en: "The database holds data ({table}); nothing was restored. Restore into an empty database or a new data folder." },
  key_wrong: { exit: 2, zh: "密钥与数据库里的数据不符。请提供当时使用的密钥文件。", en: "The key is not the one the data were sealed with. Give the key file that was used." },
  port_taken: { exit: 2, zh: "端口 {port} 已被占用。请用 --port 换一个(0 为任意空闲端口)。", en: "The port {port} is taken. Choose another with --port (0 for any that is free)." },
  already_running: { exit: 2, zh: "数据文件夹 {path} 正由另一个兜底进程({pid})使用。请先停掉它,或用 --data 换一个文件夹。", en: "The data folder {path} is in use by another Doudi (process {pid}). Stop it first, or choose another folder with --data." },
  key_file_invalid: { exit: 2, zh: "{path} 不是兜底的密钥文件。", en: "{path} is no key file of Doudi." },
  key_missing: { exit: 2, zh: "找不到密钥文件 {path}。没有它,已封存的证件号无法打开。", en: "The key file {path} is missing. Without it, what was sealed cannot be opened." },
  workbook_too_large: {
    exit: 2,
    zh: "疑点超过 {limit} 条，一个工作簿放不下；请按乡镇分册导出，或使用 findings.csv。",
    en: "More than {limit} findings do not fit one workbook: write one a township, or use findings.csv.",
  },
  previous_missing: { exit: 2, zh: "{path} 里没有上一次比对的结果（findings.csv 或 findings.xlsx）。", en: "{path} holds no earlier comparison (findings.csv or findings.xlsx)." },
  previous_unreadable: { exit: 3, zh: "上一次比对的结果 {path} 读不了（{detail}）。", en: "The earlier comparison {path} cannot be read ({detail})." },
  input_missing: { exit: 2, zh: "找不到 {path}。", en: "{path} does not exist." },
  input_kind: { exit: 2, zh: "{path}:不认识这种文件。家庭数据可以是 .jsonl、.xlsx、一对 .csv(households.csv 和 persons.csv)或一对 .parquet。", en: "{path}: no kind of file that households come in. Give .jsonl, .xlsx, a pair of .csv (households.csv and persons.csv) or a pair of .parquet." },
  input_pair: { exit: 2, zh: "{path}:没有成对的家庭和成员文件。请放好 households.csv 和 persons.csv(或 .parquet,也可叫 家庭、成员)。", en: "{path}: no pair of files of households and persons. Put households.csv and persons.csv there (or .parquet)." },
  input_pair_twice: { exit: 2, zh: "{path} 里有两对文件({first}、{second}),不知道用哪一对。请指明家庭文件。", en: "{path} holds two pairs ({first}, {second}). Name the file of households." },
  input_beside: { exit: 2, zh: "{file} 旁边没有 {missing}。家庭和成员要成对。", en: "{missing} is not beside {file}. Households and persons come as a pair." },
  input_not_lines: { exit: 3, zh: "{file}:不是每行一户的 JSON。请把每一户写成一行。", en: "{file}: not JSON lines. Write each household on one line." },
  input_sheet_missing: { exit: 3, zh: "{file}:没有“{sheet}”工作表(有:{sheets})。请用 doudi template 写出的模板。", en: "{file}: there is no sheet “{sheet}” (it has: {sheets}). Use the workbook that doudi template writes." },
  input_column_missing: { exit: 3, zh: "{file}:没有找到带“户编号”(household_no)一列的表头。", en: "{file}: no header with a column household_no (户编号)." },
  input_column_twice: { exit: 3, zh: "{file}:“{first}”和“{second}”是同一项,不知道用哪一列。请删去一列。", en: "{file}: “{first}” and “{second}” are the same fact. Delete one of the columns." },
  input_column_type: { exit: 3, zh: "{file}:列 {column} 的类型是 {type},应为 {expected}。", en: "{file}: the column {column} is of type {type}; it should be {expected}." },
  input_unit: { exit: 3, zh: "{file}:金额列“{header}”没有注明单位。请写成“{header}(元)”或“{header}(分)”。", en: "{file}: the column “{header}” holds money without a unit. Name it “{header} (yuan)” or “{header} (fen)”." },
  scheme_unknown: { exit: 2, zh: "--scheme {scheme}:该地当日没有这个项目。可用:{knownZh}", en: "--scheme {scheme}: the place does not have it on that day. It has: {knownEn}" },
  schemes_none: { exit: 2, zh: "{place} 在 {date} 没有可以判定的项目。", en: "{place} has no scheme to decide on {date}." },
  set_invalid: { exit: 2, zh: "--set 有误:\n{list}", en: "--set is not valid:\n{list}" },
  output_holds_input: { exit: 2, zh: "--out {path} 里有输入的数据。请把结果写到别处。", en: "--out {path} holds the input. Write the result elsewhere." },
  template_kind: { exit: 2, zh: "--out {path}:模板是 .xlsx 文件。", en: "--out {path}: the template is a file .xlsx." },
  template_exists: { exit: 2, zh: "{path} 已存在,未覆盖。请换一个文件名,或加 --force。", en: "{path} exists and was left alone. Choose another name or add --force." },
  simulate_nothing: { exit: 2, zh: "没有说明要比较什么:请用 --set 改一个参数,或用 --against 指明另一天或另一地。", en: "Nothing to hold against each other: change a parameter with --set, or name another day or place with --against." },
  against_invalid: { exit: 2, zh: "--against {text} 既不是日期(2020-06-30)也不是六位区划代码。", en: "--against {text} is neither a day (2020-06-30) nor a six-digit division code." },
  against_hint: { exit: 2, zh: "--against {text} 不是六位区划代码。您是不是要:{hint}", en: "--against {text} is no six-digit code of a county or above. Did you mean: {hint}" },
  household_unknown: { exit: 2, zh: "{file} 里没有户编号 {household}。{knownZh}", en: "{file} holds no household {household}. {knownEn}" },
  household_rejected: { exit: 3, zh: "户 {household} 的数据有误,没有判定:\n{list}", en: "The data of household {household} are not valid; nothing was decided:\n{list}" },
  request_invalid: { exit: 2, status: 400, zh: "请求有误。", en: "The request is not valid." },
  not_logged_in: { exit: 2, status: 401, zh: "请先登录。", en: "Please log in." },
  login_failed: { exit: 2, status: 401, zh: "用户名或密码不对。", en: "Wrong login or password." },
  login_delayed: { exit: 2, status: 429, zh: "请过 {seconds} 秒再试。", en: "Try again in {seconds} seconds." },
  login_locked: { exit: 2, status: 429, zh: "多次输错,账号已锁定到 {until}。请找管理员重置密码,或稍后再试。", en: "Too many failed logins: the account is locked until {until}. Ask the administrator or try again later." },
  second_factor_needed: { exit: 2, status: 403, zh: "请先完成动态口令验证。", en: "Give the second factor first." },
  password_to_change: { exit: 2, status: 403, zh: "请先把收到的密码改成只有自己知道的。", en: "First change the password you were given to one that only you know." },
  password_same: { exit: 2, status: 400, zh: "新密码要和现在的不一样。", en: "The new password must differ from the one now." },
  second_factor_failed: { exit: 2, status: 401, zh: "动态口令不对或已过期。", en: "The code is wrong or no longer valid." },
  second_factor_set: { exit: 2, status: 409, zh: "动态口令已经设置过。", en: "The second factor is already set up." },
  oidc_off: { exit: 2, status: 404, zh: "本系统没有接入统一身份认证。", en: "No identity provider is set up here." },
  oidc_failed: { exit: 2, status: 401, zh: "统一身份认证没有成功,请重试。", en: "The identity provider did not confirm the login; try again." },
  oidc_unknown_user: { exit: 2, status: 403, zh: "您的统一身份还没有对应的用户,请联系管理员。", en: "Your identity has no user here yet; ask the administrator." },
  csrf: { exit: 2, status: 403, zh: "页面已过期,请刷新后重试。", en: "The page is out of date; reload it and try again." },
  forbidden: { exit: 2, status: 403, zh: "您的角色没有这项权限。", en: "Your role may not do this." },
  not_found: { exit: 2, status: 404, zh: "没有找到,或不在您的辖区内。", en: "Not found, or outside your area." },
  too_many_requests: { exit: 2, status: 429, zh: "操作太频繁,请 {seconds} 秒后再试。", en: "Too many requests; try again in {seconds} seconds." },
  server_failed: { exit: 4, status: 500, zh: "系统出错了,已记录(编号 {reference})。请稍后重试。", en: "Something went wrong; it is on record as {reference}. Try again later." },
  server_busy: { exit: 4, status: 503, zh: "系统正忙或数据库暂时连不上,请稍后重试。", en: "Busy, or the database cannot be reached for the moment; try again shortly." },
  upload_empty: { exit: 2, status: 400, zh: "没有收到文件。", en: "No file was received." },
  upload_too_large: { exit: 2, status: 413, zh: "文件超过 {limit} MB。", en: "The file is larger than {limit} MB." },
  upload_kind: { exit: 2, status: 400, zh: "{file}:只收 .xlsx、.xls 和 .csv。", en: "{file}: only .xlsx, .xls and .csv are taken." },
  job_died: { exit: 4, status: 500, zh: "办理这项任务的程序中途退出,多半是数据太多、内存不够。花名册可以分成几个文件,或另存为 CSV 后再上传。", en: "The program that did this job ended half-way; most likely there was too little memory for it. Where it is a roster, split it or save it as CSV, and upload again." },
  roster_same_file: { exit: 2, status: 409, zh: "同一份文件已经上传过(版本 {version})。", en: "The same file was uploaded before (version {version})." },
  version_state: { exit: 2, status: 409, zh: "这个版本现在是“{stateZh}”,不能这样操作。请刷新。", en: "The version is {state} now; this cannot be done. Reload." },
  mapping_invalid: { exit: 2, status: 400, zh: "列对应有误:{detail}", en: "The mapping is not valid: {detail}" },
  sign_same_person: { exit: 2, status: 403, zh: "上传或提交的人不能自己签发,请由第二人签发。", en: "Whoever uploaded or submitted a roster cannot sign it: a second person must." },
  sign_digest: { exit: 2, status: 409, zh: "文件摘要与所签的不一致,请刷新后核对。", en: "The digest is not that of the file; reload and check." },
  finding_state: { exit: 2, status: 409, zh: "这条疑点现在是“{stateZh}”,不能这样操作。", en: "The finding is {state} now; this cannot be done." },
  finding_changed: { exit: 2, status: 409, zh: "这条疑点刚被别人改动过,请核对后再登记。", en: "Somebody changed the finding meanwhile; look again before you record." },
  reason_missing: { exit: 2, status: 400, zh: "请写明具体原因。", en: "Give the concrete reason." },
  evidence_missing: { exit: 2, status: 400, zh: "有异议须说明证据。", en: "A dispute needs evidence." },
  assign_nothing: { exit: 2, status: 400, zh: "没有可以交办的疑点。", en: "There is nothing to assign." },
  assign_outside: { exit: 2, status: 403, zh: "交办对象不在您的辖区内,或不是疑点所在地。", en: "Where it should go is outside your area, or not where the findings lie." },
  date_past: { exit: 2, status: 400, zh: "期限 {date} 已经过去。", en: "The date {date} is past." },
  date_future: { exit: 2, status: 400, zh: "日期 {date} 还没有到。", en: "The date {date} has not come yet." },
  export_too_large: { exit: 2, status: 400, zh: "一次最多导出 {limit} 条,请先筛选,或导出 CSV。", en: "At most {limit} at a time: filter first, or export CSV." },
  run_without_rosters: { exit: 2, status: 409, zh: "没有已签发的花名册可以比对。", en: "There is no signed roster to compare." },
  run_unsigned: { exit: 2, status: 409, zh: "版本 {version} 没有签发,不能用于比对。", en: "Version {version} is not signed and cannot be compared." },
  run_mixed: { exit: 2, status: 409, zh: "版本 {first} 和 {second} 是同一种花名册的同一期,不能混用,请只选一个。", en: "Versions {first} and {second} are the same roster and period; versions are never mixed, choose one." },
  run_already: { exit: 2, status: 409, zh: "已有一次比对在进行(批次 {run})。", en: "A comparison is already under way (run {run})." },
  login_taken: { exit: 2, status: 409, zh: "用户名 {login} 已经有人用了。", en: "The login {login} is taken." },
  subject_taken: { exit: 2, status: 409, zh: "这个统一身份已经对应另一个用户。", en: "The identity belongs to another user already." },
  area_level: { exit: 2, status: 400, zh: "这个角色不能管 {area} 这一级。", en: "The role does not work at the level of {area}." },
  area_outside: { exit: 2, status: 403, zh: "{area} 不在您的辖区内。", en: "{area} is outside your area." },
  department_missing: { exit: 2, status: 400, zh: "部门用户要写明部门。", en: "A user of a department needs one." },
  own_account: { exit: 2, status: 409, zh: "不能停用或改动自己的账号。", en: "You cannot disable or change your own account." },
  division_unknown: { exit: 2, status: 400, zh: "没有区划 {code}。", en: "There is no division {code}." },
  division_level: { exit: 2, status: 400, zh: "只能并入同级区划。", en: "A division merges into one of the same level only." },
} as const satisfies Record<string, Bilingual & { exit: number; status?: number }>;

export type ErrorCode = keyof typeof ERRORS;
export type ErrorInfo = Record<string, string | number>;

/** The one error class that users see; anything else that is thrown is a defect. */
export class DoudiError extends Error {
  readonly code: ErrorCode;
  readonly info: ErrorInfo;

  constructor(code: ErrorCode, info: ErrorInfo = {}, options?: ErrorOptions) {
    super(errorText(code, info, "en"), options);
    this.name = "DoudiError";
    this.code = code;
    this.info = info;
  }

  get exit(): number {
    return ERRORS[this.code].exit;
  }

  /** The HTTP status it is answered with. */
  get status(): number {
    const entry: { readonly exit: number; readonly status?: number } = ERRORS[this.code];
    return entry.status ?? 422;
  }

  text(lang: Lang): string {
    return errorText(this.code, this.info, lang);
  }
}

function errorText(code: ErrorCode, info: ErrorInfo, lang: Lang): string {
  return ERRORS[code][lang].replace(/\{(\w+)\}/g, (whole, key: string) => String(info[key] ?? whole));
}
