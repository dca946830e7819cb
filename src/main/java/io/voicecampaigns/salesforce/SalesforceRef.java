package io.voicecampaigns.salesforce;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a contact from Salesforce is named: {@code <record>}, {@code <record>/<who>} or {@code <record>/<who>/<what>}, so that an outcome can be
 * written without asking Salesforce first.
 *
 * @param record the record that was listed
 * @param who    the Contact or Lead that is called
 * @param what   what the call is about, such as a Campaign
 */
record SalesforceRef(String record, Optional<String> who, Optional<String> what) {
    static final String CONTACT = "003";
    static final String LEAD = "00Q";
    private static final String MEMBER = "00v";
    private static final Map<String, String> OBJECTS = Map.of(CONTACT, "Contact", LEAD, "Lead", MEMBER, "CampaignMember", "001", "Account");
    private static final int SHORT = 15;
    private static final String ID = "[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?";
    private static final Pattern REF = Pattern.compile("(" + ID + ")(?:/(" + ID + ")?(?:/(" + ID + "))?)?");

    static Optional<SalesforceRef> read(Object ref) {
        Matcher matcher = REF.matcher(String.valueOf(ref));
        if (ref == null || !matcher.matches()) {
            return Optional.empty();
        }
        String record = matcher.group(1);
        Optional<String> who = Optional.ofNullable(matcher.group(2)).or(() -> isPerson(record) ? Optional.of(record) : Optional.empty());
        return Optional.of(new SalesforceRef(record, who, Optional.ofNullable(matcher.group(3))));
    }

    static String write(String record, Optional<String> who, Optional<String> what) {
        String person = who.filter(id -> !id.equals(record)).orElse("");
        return record + (person.isEmpty() && what.isEmpty() ? "" : "/" + person) + what.map(id -> "/" + id).orElse("");
    }

    static boolean isId(String text) {
        return text != null && text.matches(ID);
    }

    /** Ids of 18 characters are those of 15 with a checksum behind them; columns may hold either. */
    static String shortId(String id) {
        return id.length() > SHORT ? id.substring(0, SHORT) : id;
    }

    static boolean isPerson(String id) {
        return id.startsWith(CONTACT) || id.startsWith(LEAD);
    }

    boolean isMember() {
        return record.startsWith(MEMBER);
    }

    /** What cannot be said of custom objects: their prefixes are the org's. */
    static Optional<String> object(String id) {
        return Optional.ofNullable(OBJECTS.get(id.substring(0, CONTACT.length())));
    }

    /** Salesforce refuses a "related to" beside a lead. */
    Optional<String> whatBesideWho() {
        return what.filter(id -> who.filter(person -> person.startsWith(LEAD)).isEmpty());
    }
}
