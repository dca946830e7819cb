package io.voicecampaigns.contact;

import java.util.regex.Pattern;

/** What a spreadsheet does to long numbers. */
public final class ExcelDamage {
    // without decimals the plus is asked for, so that a flat "3E5" is not taken for a number
    private static final Pattern SCIENTIFIC = Pattern.compile("[\\s\\h']*[+-]?\\d(?:[.,]\\d+[eE]\\+?|[eE]\\+)\\d{1,3}[\\s\\h]*");

    private ExcelDamage() {
    }

    /** Whether the cell was a number of which only the first digits are left: {@code 6,12E+08}. */
    public static boolean isDestroyedNumber(String cell) {
        return SCIENTIFIC.matcher(cell).matches();
    }
}
