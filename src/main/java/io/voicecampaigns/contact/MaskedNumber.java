package io.voicecampaigns.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;

/** A phone number as people may see it who operate campaigns: enough to tell two apart, too little to call. */
public final class MaskedNumber {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final int SHORTEST = 6;
    private static final int GROUP = 3;

    private MaskedNumber() {
    }

    /** {@code +34612345678} as {@code +34 6** *** *78}; stars alone for what is no number in E.164. */
    public static String of(String e164) {
        try {
            PhoneNumber number = NUMBERS.parse(e164, null);
            String digits = NUMBERS.getNationalSignificantNumber(number);
            if (digits.length() < SHORTEST) {
                return "***";
            }
            StringBuilder masked = new StringBuilder("+").append(number.getCountryCode());
            for (int i = 0; i < digits.length(); i++) {
                masked.append(i % GROUP == 0 ? " " : "").append(i == 0 || i >= digits.length() - 2 ? digits.charAt(i) : '*');
            }
            return masked.toString();
        } catch (NumberParseException e) {
            return "***";
        }
    }
}
