package io.voicecampaigns.contact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What became of a row: a contact to enroll, or why not. Neither shows a value of the row in {@link #toString()}. */
public sealed interface Enrolment {

    /**
     * A contact, ready for the ledger.
     *
     * @param key         identifies the person in the campaign; never blank, without blanks at its ends
     * @param phone       in E.164
     * @param zones       the zones in one of which the person is, IANA names sorted and joined by {@code |}; empty if the
     *     campaign's own zone holds, or if {@code zoneUnknown}
     * @param zoneUnknown whether the contact has to wait because nothing tells its zone
     * @param variables   the call's variables by name, in the order of the campaign file
     */
    record Accepted(String key, String phone, String zones, boolean zoneUnknown, Map<String, String> variables)
            implements Enrolment {
        public Accepted {
            if (key.isBlank()) {
                throw new IllegalArgumentException("a contact has a key");
            }
            if (zoneUnknown && !zones.isEmpty()) {
                throw new IllegalArgumentException("a contact's zone is either unknown or named");
            }
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
            variables.forEach((name, value) -> Objects.requireNonNull(value, name));
        }

        /** The same contact with more variables, such as those that a lookup found; one of the same name replaces the row's. */
        public Accepted with(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(variables);
            all.putAll(more);
            return new Accepted(key, phone, zones, zoneUnknown, all);
        }

        /** The key may be the number. */
        @Override
        public String toString() {
            return "Accepted[" + variables.size() + " variables]";
        }
    }

    /** @param reason for the list's owner: names columns and variables, never a value, and is equal for rows with equal faults */
    record Rejected(String reason) implements Enrolment {
    }
}
