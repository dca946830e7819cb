package io.voicecampaigns.salesforce;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A campaign's SOQL, and what has to be added so that it can be read on from where it was left: the fields that are needed, a condition on
 * {@code SystemModstamp} and {@code Id}, and their order. Immutable.
 *
 * @param object the sObject that is read
 * @param where  the campaign's own condition
 */
record ContactQuery(List<String> fields, String object, Optional<String> where) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][\\w.]*");
    private static final Set<String> CLAUSES = Set.of("SELECT", "FROM", "WHERE", "WITH", "USING", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FOR");
    private static final List<String> KNOWN = List.of("SELECT", "FROM", "WHERE");
    /** What must be known of a record to tell whether its person may be called. */
    private static final Map<String, List<String>> GUARDS = Map.of(
            "contact", List.of("DoNotCall"),
            "lead", List.of("DoNotCall", "IsConverted"),
            "campaignmember", List.of("ContactId", "LeadId", "Contact.DoNotCall", "Lead.DoNotCall", "Lead.IsConverted"));
    private static final String MEMBERS = """
            SELECT Id, CampaignId, ContactId, LeadId, Status, Contact.FirstName, Contact.LastName, Contact.Phone, Contact.MobilePhone, \
            Contact.Account.Name, Lead.FirstName, Lead.LastName, Lead.Phone, Lead.MobilePhone, Lead.Company FROM CampaignMember""";

    ContactQuery {
        fields = List.copyOf(fields);
    }

    /** The members of a Salesforce campaign, joined to Contact and Lead. */
    static ContactQuery ofMembers(String campaignId) {
        if (!SalesforceRef.isId(campaignId)) {
            throw new SalesforceException("campaign-id is no id of Salesforce; expected 15 or 18 letters and digits");
        }
        return parse(MEMBERS + " WHERE CampaignId = '" + campaignId + "'");
    }

    /** @throws SalesforceException saying what cannot be done, for whoever edits the campaign file */
    static ContactQuery parse(String soql) {
        Map<String, int[]> clauses = clauses(soql);
        if (!clauses.containsKey("SELECT") || !clauses.containsKey("FROM")) {
            throw new SalesforceException("soql is no query; expected SELECT … FROM … WHERE …");
        }
        for (String clause : clauses.keySet()) {
            if (!KNOWN.contains(clause)) {
                throw new SalesforceException("soql says " + clause + "; leave it out: records are read in the order of their changes, all of them");
            }
        }
        String object = text(soql, clauses, "FROM");
        if (!object.matches("\\w+")) {
            throw new SalesforceException("soql reads from more than one object, or gives it another name; expected one name behind FROM");
        }
        List<String> fields = new ArrayList<>();
        for (String field : split(text(soql, clauses, "SELECT"))) {
            add(fields, field.strip());
        }
        for (String needed : GUARDS.getOrDefault(object.toLowerCase(Locale.ROOT), List.of())) {
            add(fields, needed);
        }
        add(fields, "Id");
        add(fields, "SystemModstamp");
        return new ContactQuery(fields, object, clauses.containsKey("WHERE") ? Optional.of(text(soql, clauses, "WHERE")) : Optional.empty());
    }

    /** Columns that a campaign names need not stand in its query too. */
    ContactQuery with(String... columns) {
        List<String> all = new ArrayList<>(fields);
        for (String column : columns) {
            if (!column.isEmpty()) {
                add(all, column);
            }
        }
        return new ContactQuery(all, object, where);
    }

    /**
     * @param after   where the last reading ended
     * @param until   records that changed later are left to the next reading: others of their second may still be on their way
     * @param late    what changed up to then and may have become visible since is read once more
     * @param without changes that this user made since the first reading are not read
     */
    String soql(Optional<ContactCursor> after, Instant until, Optional<Instant> late, Optional<String> without) {
        List<String> conditions = new ArrayList<>();
        where.ifPresent(own -> conditions.add("(" + own + ")"));
        after.ifPresent(cursor -> conditions.add("(SystemModstamp > " + cursor.time() + " OR (SystemModstamp = " + cursor.time() + " AND Id > '" + cursor.id() + "')"
                + late.map(end -> end.truncatedTo(ChronoUnit.SECONDS)).filter(end -> cursor.sure().isBefore(end) && cursor.sure().isBefore(cursor.time()))
                        .map(end -> " OR (SystemModstamp > " + cursor.sure() + " AND SystemModstamp <= " + end + ")").orElse("") + ")"));
        conditions.add("SystemModstamp <= " + until.truncatedTo(ChronoUnit.SECONDS));
        after.ifPresent(cursor -> without.ifPresent(user -> conditions.add("(LastModifiedById != '" + user + "' OR SystemModstamp <= "
                + cursor.since() + " OR CreatedDate >= " + cursor.since() + ")")));
        return "SELECT " + String.join(", ", fields) + " FROM " + object + " WHERE " + String.join(" AND ", conditions) + " ORDER BY SystemModstamp, Id";
    }

    boolean isOfMembers() {
        return object.equalsIgnoreCase("CampaignMember");
    }

    /** Salesforce refuses a field that is asked for twice, also by {@code FIELDS(STANDARD)}. */
    private static void add(List<String> fields, String field) {
        boolean isStandard = field.matches("\\w+") && !field.endsWith("__c");
        if (fields.stream().noneMatch(each -> field.equalsIgnoreCase(each) || isStandard && each.replace(" ", "").equalsIgnoreCase("FIELDS(STANDARD)"))) {
            fields.add(field);
        }
    }

    private static String text(String soql, Map<String, int[]> clauses, String clause) {
        int from = clauses.get(clause)[1];
        int to = clauses.values().stream().mapToInt(each -> each[0]).filter(start -> start >= from).min().orElse(soql.length());
        return soql.substring(from, to).strip();
    }

    /** Where each clause's word begins and ends, outside of texts and parentheses. */
    private static Map<String, int[]> clauses(String soql) {
        Map<String, int[]> clauses = new LinkedHashMap<>();
        int depth = 0;
        for (int i = 0; i < soql.length(); i++) {
            char character = soql.charAt(i);
            if (character == '\'') {
                i = endOfText(soql, i);
            } else if (character == '(' || character == ')') {
                depth += character == '(' ? 1 : -1;
            } else if (Character.isLetter(character) || character == '_') {
                Matcher word = WORD.matcher(soql).region(i, soql.length());
                word.lookingAt();
                String clause = word.group().toUpperCase(Locale.ROOT);
                if (depth == 0 && CLAUSES.contains(clause)) {
                    clauses.put(clause, new int[] {i, word.end()});
                }
                i = word.end() - 1;
            }
        }
        if (depth != 0) {
            throw new SalesforceException("soql has a parenthesis that is not closed");
        }
        return clauses;
    }

    private static int endOfText(String soql, int quote) {
        for (int i = quote + 1; i < soql.length(); i++) {
            if (soql.charAt(i) == '\\') {
                i++;
            } else if (soql.charAt(i) == '\'') {
                return i;
            }
        }
        throw new SalesforceException("soql has a text that is not closed");
    }

    private static List<String> split(String fields) {
        List<String> all = new ArrayList<>();
        int depth = 0;
        int begun = 0;
        for (int i = 0; i < fields.length(); i++) {
            depth += fields.charAt(i) == '(' ? 1 : fields.charAt(i) == ')' ? -1 : 0;
            if (fields.charAt(i) == ',' && depth == 0) {
                all.add(fields.substring(begun, i));
                begun = i + 1;
            }
        }
        all.add(fields.substring(begun));
        return all;
    }
}
