const RECOMMENDED = `b B kb kB Mb MB Gb GB Tb TB Pb PB Eb EB
  Kib KiB Mib MiB Gib GiB Tib TiB Pib PiB Eib EiB
  Year Years Month Months Day Days Hour Hours Minute Minutes Second Seconds
  Count Counts Unit Units Request Requests Token Tokens Connection Connections Certificate Certificates
  Domain Domains Core Cores`.split(/\s+/);

/** The spellings that FOCUS recommends, by their lower case: `gb` is `Gb` (bits) or `GB` (bytes). */
export const UNITS: ReadonlyMap<string, readonly string[]> = RECOMMENDED.reduce(
  (units, unit) => units.set(unit.toLowerCase(), [...(units.get(unit.toLowerCase()) ?? []), unit]),
  new Map<string, string[]>(),
);

/** Other names of a recommended unit, in lower case. */
export const UNIT_ALIASES: ReadonlySet<string> = new Set(
  `hr hrs h yr yrs mo mos mon min mins sec secs byte bytes kilobyte kilobytes megabyte megabytes gigabyte gigabytes
  terabyte terabytes gbyte gbytes gbs mbs tbs kbs reqs req qty each ea vcpu-hr gb-mo gb-hr`.split(/\s+/),
);
