const HOUSEHOLD_FACTS = "division_code, hukou, vehicles, houses, deposits_fen, business_registered, medical_self_paid_fen_year, education_expense_fen_year, disability_expense_fen_year, employment_cost_fen_year, poor_registered, exit_path, already_on, on_dibao_since, income_exceeded_since, disaster_event, lift_by_work_possible, heating_area";
const MEMBER_FACTS = "id_number, birth_date, sex, relation, income_wage_fen_year, income_business_fen_year, income_property_fen_year, income_transfer_fen_year, labour_capacity, disability_cert, disability_category, disability_grade, needs_long_term_care, major_disease, disease_code, chronic_disease, treatment_continues, student_stage, insured, refused_jobs, refused_projects, member_status, self_care_lost, supporter_able, cannot_live_apart, applied_individually";

const text = (columns) => `concat_ws('|', ${columns.split(", ").map((column) => `coalesce(CAST(${column} AS VARCHAR), '')`).join(", ")})`;
/** Two ways to tell whether anything that is known of a household has changed; the order of members does not matter to either. */
const HASHES = {
  /** DuckDB's own: quick, and the same only within one release of DuckDB. */
  native: { members: `sum(hash(${MEMBER_FACTS}))`, household: `lpad(lower(to_hex(hash(${HOUSEHOLD_FACTS}, hashes))), 16, '0')` },
  /** MD5 of the facts as text, which any other program can work out again. */
  md5: { members: `sum(md5_number_lower(${text(MEMBER_FACTS)}))`, household: `left(md5(${text(`${HOUSEHOLD_FACTS}, hashes`)}), 16)` },
};

/**
 * Dibao of Nujiang as somebody who knows SQL would write it by hand for DuckDB: one pass over the persons, one over the
 * households, the columns of decisions.csv in its order of rows. It trusts its input. NULL is unknown, and the logic of SQL's
 * NULL is that of the rules; sums and counts skip NULL, so what is unknown is gathered beside them.
 * @param {{ date: string, figures: Record<string, number>, lastBirth: { adult: string, senior: string }, exitMonths: number, unsourced: string, pack: string, folder: string, hash: "native" | "md5" }} job
 */
export function dibaoSql({ date, figures: f, lastBirth, exitMonths, unsourced, pack, folder, hash }) {
  return `
WITH judged AS (
  SELECT *,
    income_wage_fen_year + income_business_fen_year + income_property_fen_year + income_transfer_fen_year AS income,
    present AND adult AND NOT senior AND labour_capacity <> 'none' AS labour,
    present AND refused_jobs IS NOT NULL AND refused_jobs >= ${f.refused_jobs_limit} AND labour_capacity <> 'none' AND income_wage_fen_year = 0 AND income_business_fen_year = 0 AS stopped
  FROM (SELECT *, member_status = 'present' AS present, birth_date <= DATE '${lastBirth.adult}' AS adult, birth_date <= DATE '${lastBirth.senior}' AS senior FROM read_parquet('${folder}/persons.parquet'))
),
members AS (
  SELECT household_no,
    count(*) FILTER (present) AS size,
    bool_or(present IS NULL) AS no_status,
    CAST(sum(income) FILTER (present) AS BIGINT) AS income,
    bool_or(present AND income_wage_fen_year IS NULL) AS no_wage,
    bool_or(present AND income_business_fen_year IS NULL) AS no_business,
    bool_or(present AND income_property_fen_year IS NULL) AS no_property,
    bool_or(present AND income_transfer_fen_year IS NULL) AS no_transfer,
    bool_or(labour) AS labour,
    bool_or(labour AND labour_capacity <> 'partial') AS full_labour,
    bool_or(labour IS NULL) AS no_labour,
    bool_or(labour IS NULL AND birth_date IS NULL) AS no_labour_birth,
    bool_or(labour IS NULL AND labour_capacity IS NULL) AS no_labour_capacity,
    count(*) FILTER (stopped) AS stopped,
    bool_or(stopped IS NULL) AS no_stopped,
    ${HASHES[hash].members} AS hashes
  FROM judged GROUP BY household_no
),
means AS (
  SELECT h.*, m.* EXCLUDE (household_no, size, income),
    CASE WHEN no_status THEN NULL ELSE coalesce(size, 0) END AS size,
    CASE WHEN no_status OR no_wage OR no_business OR no_property OR no_transfer THEN NULL ELSE coalesce(income, 0) END AS income,
    CASE WHEN hukou = 'rural' THEN ${f.rural_dibao_standard} WHEN hukou = 'urban' THEN ${f.urban_dibao_standard * 12} END AS standard,
    coalesce(medical_self_paid_fen_year, 0) + coalesce(education_expense_fen_year, 0) + coalesce(disability_expense_fen_year, 0) + coalesce(employment_cost_fen_year, 0) AS known_deduction,
    medical_self_paid_fen_year + education_expense_fen_year + disability_expense_fen_year + employment_cost_fen_year AS deduction
  FROM read_parquet('${folder}/households.parquet') h LEFT JOIN members m USING (household_no)
),
assessed AS (
  SELECT *,
    -- greatest skips NULL, hence the CASE.
    CASE WHEN income - known_deduction < 0 THEN 0 ELSE income - known_deduction END AS most,
    CASE WHEN income - deduction < 0 THEN 0 ELSE income - deduction END AS least,
    least(coalesce(income_exceeded_since, DATE '${date}'), DATE '${date}') + INTERVAL ${exitMonths} MONTH AS exit_end
  FROM means
),
tested AS (
  SELECT *,
    hukou IN ('rural', 'urban') AS hukou_fits,
    most < standard * size OR least < standard * size AS below,
    vehicles <= ${f.vehicle_limit} AS vehicles_fit,
    houses <= ${f.home_limit} AS houses_fit,
    deposits_fen <= ${f.deposit_limit} * size AS deposits_fit,
    NOT business_registered AS business_fits,
    already_on <> 'tekun' AS not_on_tekun
  FROM assessed
),
combined AS (
  SELECT *,
    poor_registered AND already_on = 'dibao' AND below AS keeps,
    size > 0 AND poor_registered AND already_on = 'dibao' AND DATE '${date}' < exit_end AS exits,
    vehicles_fit AND houses_fit AND deposits_fit AND business_fits AS property_fits
  FROM tested
),
decided AS (
  SELECT *, exits AND NOT (most < standard * size) AS leaves, below OR keeps OR exits AS means_fit, hukou_fits AND (below OR keeps OR exits) AND property_fits AND not_on_tekun AS entitled FROM combined
)
SELECT household_no,
  NULL AS id_number,
  'dibao' AS scheme,
  CASE WHEN entitled THEN 'yes' WHEN NOT entitled THEN 'no' ELSE 'unknown' END AS outcome,
  CASE WHEN NOT coalesce(entitled, FALSE) OR no_labour THEN NULL WHEN NOT labour THEN 'A' WHEN NOT full_labour THEN 'B' ELSE 'C' END AS class,
  CASE WHEN NOT coalesce(entitled, FALSE) OR coalesce(leaves, TRUE) OR no_stopped THEN NULL
    ELSE (CASE WHEN standard * size > most THEN standard * size - most ELSE 0 END * (size - stopped) * 2 + 12 * size) // (24 * size) END AS amount_fen_month,
  CASE WHEN entitled AND leaves THEN CAST(exit_end AS DATE) END AS until,
  concat_ws(';',
    CASE WHEN hukou_fits IS NOT DISTINCT FROM entitled THEN 'hukou_fits' END,
    CASE WHEN means_fit IS NOT DISTINCT FROM entitled AND below IS NOT DISTINCT FROM entitled THEN 'income_below_dibao' END,
    CASE WHEN means_fit IS NOT DISTINCT FROM entitled AND keeps IS NOT DISTINCT FROM entitled THEN 'keeps_dibao_lifted' END,
    CASE WHEN means_fit IS NOT DISTINCT FROM entitled AND exits IS NOT DISTINCT FROM entitled THEN 'in_gradual_exit' END,
    CASE WHEN property_fits IS NOT DISTINCT FROM entitled AND vehicles_fit IS NOT DISTINCT FROM entitled THEN 'vehicles_fit' END,
    CASE WHEN property_fits IS NOT DISTINCT FROM entitled AND houses_fit IS NOT DISTINCT FROM entitled THEN 'houses_fit' END,
    CASE WHEN property_fits IS NOT DISTINCT FROM entitled AND deposits_fit IS NOT DISTINCT FROM entitled THEN 'deposits_fit' END,
    CASE WHEN property_fits IS NOT DISTINCT FROM entitled AND business_fits IS NOT DISTINCT FROM entitled THEN 'business_fits' END,
    CASE WHEN not_on_tekun IS NOT DISTINCT FROM entitled THEN 'not_on_tekun' END) AS reasons,
  nullif(CASE WHEN entitled IS NULL THEN concat_ws(';',
    CASE WHEN already_on IS NULL THEN 'already_on' END,
    CASE WHEN business_registered IS NULL THEN 'business_registered' END,
    CASE WHEN deposits_fen IS NULL THEN 'deposits_fen' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND disability_expense_fen_year IS NULL THEN 'disability_expense_fen_year' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND education_expense_fen_year IS NULL THEN 'education_expense_fen_year' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND employment_cost_fen_year IS NULL THEN 'employment_cost_fen_year' END,
    CASE WHEN houses IS NULL THEN 'houses' END,
    CASE WHEN hukou IS NULL THEN 'hukou' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND no_business THEN 'income_fen_year.business' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND no_property THEN 'income_fen_year.property' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND no_transfer THEN 'income_fen_year.transfer' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND no_wage THEN 'income_fen_year.wage' END,
    CASE WHEN means_fit IS NULL AND below IS NULL AND medical_self_paid_fen_year IS NULL THEN 'medical_self_paid_fen_year' END,
    CASE WHEN means_fit IS NULL AND poor_registered IS NULL AND (keeps IS NULL OR exits IS NULL) THEN 'poor_registered' END,
    CASE WHEN no_status THEN 'status' END,
    CASE WHEN vehicles IS NULL THEN 'vehicles' END)
  WHEN entitled THEN concat_ws(';',
    CASE WHEN no_labour_birth THEN 'birth_date' END,
    CASE WHEN leaves THEN 'gradual_exit_amount' END,
    CASE WHEN leaves IS NULL AND no_business THEN 'income_fen_year.business' END,
    CASE WHEN leaves IS NULL AND no_property THEN 'income_fen_year.property' END,
    CASE WHEN leaves IS NULL AND no_transfer THEN 'income_fen_year.transfer' END,
    CASE WHEN leaves IS NULL AND no_wage THEN 'income_fen_year.wage' END,
    CASE WHEN no_labour_capacity OR (NOT leaves AND no_stopped) THEN 'labour_capacity' END,
    CASE WHEN leaves IS NULL AND poor_registered IS NULL THEN 'poor_registered' END)
  END, '') AS missing,
  '${unsourced}' AS unsourced,
  '${pack}' AS pack,
  ${HASHES[hash].household} AS input_hash
FROM decided
ORDER BY household_no`;
}
