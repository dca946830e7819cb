package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.ContactColumns;
import io.voicecampaigns.contact.Bad;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.contact.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All numbers that a row's phone columns hold, also those that are not the one to call; and what stands there instead of a number that can be
 * called, for that names somebody as well. Pure.
 */
public final class RowNumbers {
    /** Cells that hold more than one number are refused as numbers, but they do name their owners. */
    private static final Pattern NUMBER_LIKE = Pattern.compile("\\+?\\d(?:[ .()-]{0,3}\\d){6,17}");
    private static final int LONGEST_CELL = 500;
    /** Fewer digits are those of many people. */
    public static final int FEWEST_DIGITS = 6;
    private static final int MOST_DIGITS = 40;
    private static final Pattern SPREADSHEET_ZERO = Pattern.compile("(\\+?\\d+)[.,]0");

    private RowNumbers() {
    }

    /** In E.164, or as {@link #written}. A row that cannot be read is looked through as a whole. */
    public static Set<String> of(Entry entry, ContactColumns contacts, PhoneNumbers numbers) {
        Stream<String> cells = entry instanceof Row row ? contacts.phones().stream().flatMap(column -> row.column(column).stream())
                : ((Bad) entry).cells().stream();
        Set<String> found = new LinkedHashSet<>();
        cells.filter(cell -> cell != null && !cell.isEmpty()).forEach(cell -> found.addAll(in(cell, contacts.region(), numbers)));
        return found;
    }

    /** The numbers that one text holds, and the text itself where it is none. */
    public static List<String> in(String text, String region, PhoneNumbers numbers) {
        PhoneNumbers.Normalised number = numbers.normalise(text, region);
        if (number instanceof PhoneNumbers.Valid valid) {
            return List.of(valid.e164());
        }
        Matcher pieces = NUMBER_LIKE.matcher(text.length() > LONGEST_CELL ? text.substring(0, LONGEST_CELL) : text);
        List<String> found = new ArrayList<>(pieces.results().map(piece -> numbers.normalise(piece.group(), region))
                .filter(PhoneNumbers.Valid.class::isInstance).map(valid -> ((PhoneNumbers.Valid) valid).e164()).toList());
        // what a spreadsheet has rounded is the same for many people
        if (!((PhoneNumbers.Invalid) number).reason().equals(PhoneNumbers.LOST_ITS_DIGITS)) {
            written(text).ifPresent(found::add);
        }
        return found;
    }

    /**
     * A name for what is no number that can be called: its digits, however they are written, behind a sign that no number in E.164 begins with.
     * Empty where there are too few digits to name anybody.
     */
    public static Optional<String> written(String text) {
        Matcher zero = SPREADSHEET_ZERO.matcher(text.strip());
        StringBuilder digits = new StringBuilder();
        (zero.matches() ? zero.group(1) : text).chars().filter(Character::isDigit).forEach(digit -> digits.append(Character.digit(digit, 10)));
        String name = digits.toString().replaceFirst("^0+", "");
        return name.length() < FEWEST_DIGITS || name.length() > MOST_DIGITS ? Optional.empty() : Optional.of('=' + name);
    }
}
