/** Endings that a double click runs, on Windows, macOS or in an office program. */
const runnable =
  /\.(?:exe|com|scr|pif|bat|cmd|msi|msp|msix|appx|cpl|hta|jar|js|jse|vbs|vbe|wsf|wsh|ps1|psm1|lnk|url|reg|dll|sys|app|dmg|pkg|command|sh|run|iso|img|vhd|vhdx|one|xll|xlam|docm|dotm|xlsm|xltm|pptm|potm|ppam|sldm|svg|html?|xhtml|shtml|mht|mhtml|chm|hlp|application|gadget|inf|scf|theme|library-ms|settingcontent-ms)$/i

/** Whether opening a file of this name may run something. */
export function isRunnableName(name: string): boolean {
  return runnable.test(name.replace(/[.\s]+$/, ''))
}
