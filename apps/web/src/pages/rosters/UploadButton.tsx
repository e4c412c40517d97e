import { UploadOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMay } from "../../api/session.js";
import { useLanguage } from "../../language/language.js";

/** To the upload, for those who may. */
export function UploadButton() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  return useMay("roster.upload") ? <Button type="primary" icon={<UploadOutlined />} onClick={() => void navigate({ to: "/rosters/upload" })}>{t({ zh: "上传花名册", en: "Upload a roster" })}</Button> : null;
}
