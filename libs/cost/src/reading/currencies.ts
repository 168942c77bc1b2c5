/**
 * ISO 4217: the codes in use, funds and metals, and those replaced since clouds send bills, which old bills still name.
 * Source: list one and list three of ISO 4217 (six-group.com), as of 2026.
 */
const CODES =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE ' +
  'CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ ' +
  'GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD ' +
  'MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG ' +
  'QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD ' +
  'TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU ' +
  'XTS XUA XXX YER ZAR ZMW ZWG ZWL ' +
  'BYR CSK CYP EEK GHC HRK LTL LVL MRO MTL MZM ROL SDD SIT SKK STD TMM TRL VEB VEF XAD ZMK ZWD ZWN ZWR';

const known = new Set(CODES.split(' '));

/** The code in capitals, or undefined where ISO 4217 has none such. */
export function readCurrency(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  return known.has(code) ? code : undefined;
}
