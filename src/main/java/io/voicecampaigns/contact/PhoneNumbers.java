package io.voicecampaigns.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads phone numbers as people, spreadsheets and CRMs write them: {@code 612 34 56 78}, {@code 0034612345678},
 * {@code '612345678}, {@code tel:+34-612-345-678}. What exists is decided by libphonenumber; what it would guess at (letters as
 * keypad digits, two numbers run together) is refused, because a wrong guess calls a stranger.
 *
 * <p>Immutable and thread-safe; keeps nothing of the numbers it reads.
 */
public final class PhoneNumbers {
    private static final Pattern DESTROYED = Pattern.compile("[+-]?\\d+(?:[.,]\\d+)?[eE][+]?\\d+");
    private static final Pattern DECIMAL_ZERO = Pattern.compile("([+]?\\d+)[.,]0");
    private static final Pattern TEL = Pattern.compile("tel: *", Pattern.CASE_INSENSITIVE);
    public static final String LOST_ITS_DIGITS =
            "lost its digits in Excel (scientific notation): format the column as text and export again";
    private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[,;|/&]");
    private static final int DIGITS_OF_A_NUMBER = 8;
    private static final int DIGITS_OF_A_SUBSCRIBER = 5;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final ShortNumberInfo shortNumbers = ShortNumberInfo.getInstance();
    private final PhoneNumberToTimeZonesMapper timeZones = PhoneNumberToTimeZonesMapper.getInstance();

    /** What became of a text: a number that can be dialled, or why not. */
    public sealed interface Normalised permits Valid, Invalid {
    }

    /** @param e164 plus sign, country calling code and digits: {@code +34612345678} */
    public record Valid(String e164) implements Normalised {
        /** Without the number, so that it can stand in a log. */
        @Override
        public String toString() {
            return "Valid[]";
        }
    }

    /** @param reason for the list's owner, after the column's name; equal for equal faults, and without the number */
    public record Invalid(String reason) implements Normalised {
    }

    /** Whether {@code region} is an ISO 3166-1 alpha-2 code, in capitals, of a place that has phone numbers. */
    public boolean knowsRegion(String region) {
        return numbers.getSupportedRegions().contains(region);
    }

    /**
     * The number that a cell holds.
     *
     * <p>Any Unicode digits, spaces and dashes count, as do the apostrophe that makes a spreadsheet keep text, a {@code tel:} in
     * front and invisible characters. A trailing {@code .0} or {@code ,0}, left by a spreadsheet that took the number for a
     * quantity, is removed if there is a number without that zero and none with it, and refused otherwise. {@code 6,12E+08} has
     * lost its digits. Extensions, short, premium-rate and shared-cost numbers are refused.
     *
     * @param text   any text, also an empty one
     * @param region what national numbers belong to, such as {@code ES}
     * @throws IllegalArgumentException if the region is unknown
     */
    public Normalised normalise(String text, String region) {
        String mobile = SpanishMobile.read(text, region);
        return mobile != null ? new Valid(mobile) : normaliseAny(text, region);
    }

    /** What {@link #normalise} answers, without its shortcut. */
    Normalised normaliseAny(String text, String region) {
        if (!knowsRegion(region)) {
            throw new IllegalArgumentException("no such region: " + region);
        }
        String plain = plain(text);
        if (plain.isEmpty()) {
            return new Invalid("is empty");
        }
        if (DESTROYED.matcher(plain).matches()) {
            return new Invalid(LOST_ITS_DIGITS);
        }
        var decimal = DECIMAL_ZERO.matcher(plain);
        return decimal.matches() ? withoutDecimal(decimal.group(1), region) : parse(plain, region);
    }

    private Normalised withoutDecimal(String number, String region) {
        Normalised without = parse(number, region);
        if (parse(number + "0", region) instanceof Valid) {
            return new Invalid("may have got its last zero from a spreadsheet: format the column as text and export again");
        }
        return without;
    }

    private Normalised parse(String plain, String region) {
        if (mayHoldTwo(plain)) {
            return new Invalid("may hold two numbers");
        }
        boolean dialable = plain.chars().allMatch(PhoneNumbers::belongsToANumber);
        PhoneNumber number;
        try {
            number = numbers.parse(plain, region);
        } catch (NumberParseException e) {
            return dialable ? new Invalid(digits(plain) < 4 ? "has too few digits" : reason(e))
                    : new Invalid("holds something that is not a phone number");
        }
        if (number.hasExtension()) {
            return new Invalid("has an extension, which cannot be dialled");
        }
        if (!dialable || plain.lastIndexOf('+') > plain.indexOf('+')) {
            return new Invalid("holds something that is not a phone number");
        }
        return switch (numbers.getNumberType(number)) {
            case UNKNOWN -> new Invalid(whyUnknown(number, region));
            case PREMIUM_RATE -> new Invalid("is a premium-rate number");
            case SHARED_COST -> new Invalid("is a shared-cost number");
            default -> new Valid(numbers.format(number, PhoneNumberFormat.E164));
        };
    }

    /** {@code 612345678, 699123123} and, short for two, {@code 030 123456/57}; but {@code 612/345678} is one. */
    private static boolean mayHoldTwo(String plain) {
        String[] pieces = BETWEEN_NUMBERS.split(plain);
        int slash = plain.lastIndexOf('/');
        return Arrays.stream(pieces).filter(piece -> digits(piece) >= DIGITS_OF_A_NUMBER).count() > 1
                || slash >= 0 && digits(plain) >= DIGITS_OF_A_NUMBER && digits(plain.substring(slash)) < DIGITS_OF_A_SUBSCRIBER;
    }

    private static long digits(String text) {
        return text.chars().filter(Character::isDigit).count();
    }

    private static String reason(NumberParseException e) {
        return switch (e.getErrorType()) {
            case INVALID_COUNTRY_CODE -> "has no country code that exists";
            case TOO_LONG -> "has too many digits";
            case TOO_SHORT_NSN, TOO_SHORT_AFTER_IDD -> "has too few digits";
            case NOT_A_NUMBER -> "holds something that is not a phone number";
        };
    }

    private String whyUnknown(PhoneNumber number, String region) {
        if (shortNumbers.isValidShortNumberForRegion(number, region)) {
            return "is a short number";
        }
        return switch (numbers.isPossibleNumberWithReason(number)) {
            case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> "has too few digits";
            case TOO_LONG -> "has too many digits";
            default -> "is not in use in its country";
        };
    }

    /** Digits, plus signs and spaces as ASCII, without what only dresses them. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            int type = Character.getType(character);
            if (Character.isDigit(character)) {
                plain.append((char) ('0' + Character.digit(character, 10)));
            } else if (character == '\uff0b') {
                plain.append('+');
            } else if (type == Character.DASH_PUNCTUATION || character == '\u2212') {
                plain.append('-');
            } else if (type != Character.FORMAT) {
                plain.append(Blank.isBlank(character) ? ' ' : character);
            }
        }
        String stripped = plain.toString().strip();
        int start = 0;
        while (start < stripped.length() && "'\u2018\u2019\u00b4`".indexOf(stripped.charAt(start)) >= 0) {
            start++;
        }
        String bare = stripped.substring(start);
        var tel = TEL.matcher(bare);
        return (tel.lookingAt() ? bare.substring(tel.end()) : bare).strip();
    }

    private static boolean belongsToANumber(int character) {
        return character >= '0' && character <= '9' || "+ -./()".indexOf(character) >= 0;
    }

    /**
     * The region that a number belongs to, as ISO 3166-1 alpha-2; empty for the shared ones such as {@code +800} and
     * {@code +881}.
     *
     * @throws IllegalArgumentException if it is not in E.164; the message does not hold it
     */
    public Optional<String> region(String e164) {
        return Optional.ofNullable(numbers.getRegionCodeForNumber(read(e164))).filter(this::knowsRegion);
    }

    /**
     * The zones in one of which the owner of a number may be, as far as the number tells, by name; empty if it tells nothing,
     * which must not be taken for "in no zone".
     *
     * @throws IllegalArgumentException if it is not in E.164; the message does not hold it
     */
    public Optional<Set<ZoneId>> zones(String e164) {
        Set<ZoneId> zones = new LinkedHashSet<>();
        try {
            timeZones.getTimeZonesForNumber(read(e164)).stream().sorted().map(ZoneId::of).forEach(zones::add);
        } catch (DateTimeException e) {
            // Etc/Unknown, or a zone newer than this JVM's data: to call by the others alone might wake somebody up
            return Optional.empty();
        }
        return zones.isEmpty() ? Optional.empty() : Optional.of(Collections.unmodifiableSet(zones));
    }

    private PhoneNumber read(String e164) {
        try {
            return numbers.parse(e164, null);
        } catch (NumberParseException e) {
            throw new IllegalArgumentException("not a number in E.164: " + e.getErrorType());
        }
    }
}
