import { DatePicker } from "antd";
import dayjs from "dayjs";

interface DayFieldProps {
  readonly id?: string;
  readonly label?: string;
  /** 2020-03-31, or empty. */
  readonly value: string;
  readonly earliest?: string;
  readonly onChange: (day: string) => void;
}

/** A day, written 2020-03-31 in both languages. */
export function DayField({ id, label, value, earliest, onChange }: DayFieldProps) {
  return (
    <DatePicker
      {...(id === undefined ? {} : { id })} {...(label === undefined ? {} : { "aria-label": label, placeholder: label })}
      value={value === "" ? null : dayjs(value)} format="YYYY-MM-DD" {...(earliest === undefined ? {} : { minDate: dayjs(earliest) })}
      onChange={(day) => onChange(day === null ? "" : day.format("YYYY-MM-DD"))}
    />
  );
}
