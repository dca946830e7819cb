package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.ContactColumns;
import io.voicecampaigns.contact.Blank;
import io.voicecampaigns.contact.CallableRegions;
import io.voicecampaigns.contact.Columns;
import io.voicecampaigns.contact.Enrolment.Accepted;
import io.voicecampaigns.contact.Enrolment.Rejected;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.PhoneNumbers.Invalid;
import io.voicecampaigns.contact.PhoneNumbers.Normalised;
import io.voicecampaigns.contact.PhoneNumbers.Valid;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.contact.Template;
import io.voicecampaigns.contact.TemplateException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a contact of a row, as a campaign file says. Pure and thread-safe: the same row gives the same answer. */
public final class ContactMapper {
    private static final Set<String> IANA_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());
    /** Narrower than for numbers: a code such as 12E4 is a good key. */
    private static final Pattern DESTROYED_KEY = Pattern.compile("\\d[.,]\\d+E[+]\\d{2,}");

    private final PhoneNumbers numbers;

    public ContactMapper(PhoneNumbers numbers) {
        this.numbers = numbers;
    }

    /**
     * The contact of one row. Reasons for a rejection come in the order number, key, zone, variables, the first fault only, so
     * that rows can be counted by reason.
     *
     * @param callable  where the campaign's provider calls; a number elsewhere is as good as none
     * @param sourceKey the row's identity in its source, used where the campaign names no key column
     * @param row       a cell by its column's name, such as {@link Columns}
     * @throws IllegalArgumentException if the campaign's region is unknown
     */
    public Enrolment map(Campaign campaign, CallableRegions callable, Optional<String> sourceKey,
            Function<String, Optional<String>> row) {
        try {
            String phone = phone(campaign, callable, row);
            String key = key(campaign.contacts(), sourceKey, phone, row);
            Optional<String> zones = campaign.calling().zone().isPresent() ? Optional.of("")
                    : zones(campaign.calling().zoneColumn(), phone, row);
            return new Accepted(key, phone, zones.orElse(""), zones.isEmpty(), variables(campaign.variables(), row));
        } catch (RejectedRow e) {
            return new Rejected(e.getMessage());
        }
    }

    /** The first number of the row that can be called. */
    private String phone(Campaign campaign, CallableRegions callable, Function<String, Optional<String>> row) {
        StringJoiner faults = new StringJoiner("; ");
        for (String column : campaign.contacts().phones()) {
            Optional<String> cell = row.apply(column);
            if (cell.isEmpty()) {
                faults.add(column + ": is missing");
                continue;
            }
            Normalised number = numbers.normalise(cell.get(), campaign.contacts().region());
            if (number instanceof Valid valid && callable.admit(valid.e164(), numbers)) {
                return valid.e164();
            }
            faults.add(column + ": " + (number instanceof Invalid invalid ? invalid.reason()
                    : campaign.provider() + " calls numbers of " + callable + " only"));
        }
        throw new RejectedRow(faults.toString());
    }

    private static String key(ContactColumns contacts, Optional<String> sourceKey, String phone,
            Function<String, Optional<String>> row) {
        if (contacts.key().isEmpty()) {
            String key = Blank.strip(sourceKey.orElse(phone));
            if (key.isEmpty()) {
                throw new RejectedRow("the source gave an empty key");
            }
            return key;
        }
        String column = contacts.key().get();
        String key = Blank.strip(row.apply(column).orElseThrow(() -> new RejectedRow(column + ": the key is missing")));
        if (key.isEmpty()) {
            throw new RejectedRow(column + ": the key is empty");
        }
        if (DESTROYED_KEY.matcher(key).matches()) {
            // many keys look the same then, and all but one person would be taken for duplicates
            throw new RejectedRow(column + ": the key " + PhoneNumbers.LOST_ITS_DIGITS);
        }
        return key;
    }

    /** Empty if nothing tells the zone. */
    private Optional<String> zones(Optional<String> column, String phone, Function<String, Optional<String>> row) {
        Optional<String> named = column.flatMap(row).map(Blank::strip).filter(zone -> !zone.isEmpty());
        if (named.isEmpty()) {
            return numbers.zones(phone).map(zones -> zones.stream().map(ZoneId::getId).collect(Collectors.joining("|")));
        }
        if (!IANA_ZONES.contains(named.get())) {
            throw new RejectedRow(column.get() + ": is not a time zone such as Europe/Madrid");
        }
        return named;
    }

    private static Map<String, String> variables(Map<String, Template> templates, Function<String, Optional<String>> row) {
        Map<String, String> variables = new LinkedHashMap<>();
        templates.forEach((name, template) -> {
            try {
                variables.put(name, template.render(row));
            } catch (TemplateException e) {
                throw new RejectedRow("variable " + name + ": " + e.getMessage());
            }
        });
        return variables;
    }

    private static final class RejectedRow extends RuntimeException {
        RejectedRow(String reason) {
            super(reason, null, false, false);
        }
    }
}
