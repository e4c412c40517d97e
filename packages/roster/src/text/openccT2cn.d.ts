// opencc-js ships types for its full bundle only; this is the part used from the smaller traditional-to-simplified bundle.
declare module "opencc-js/t2cn" {
  export function Converter(options: { from: "t"; to: "cn" }): (text: string) => string;
}
