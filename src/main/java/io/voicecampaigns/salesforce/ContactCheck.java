package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks who of a batch of contacts must not be called any more: deleted, converted, or with DoNotCall. One request, whatever they are.
 * Spends the reserve, since calling somebody who said no is worse. Thread-safe.
 */
public final class ContactCheck {
    private static final Map<String, String> GUARDS = Map.of("CampaignMember", "Id, ContactId, LeadId, Contact.DoNotCall, Lead.DoNotCall, Lead.IsConverted",
            "Contact", "Id, DoNotCall", "Lead", "Id, DoNotCall, IsConverted", "Account", "Id");

    private final SalesforceOrg org;
    private final SalesforceQuota quota;
    private final String name;
    private final String soql;

    /**
     * @param name of the org
     * @param soql what the contacts were read with; blank: members of a campaign
     */
    public ContactCheck(SalesforceOrg org, SalesforceQuota quota, String name, String soql) {
        this.org = org;
        this.quota = quota;
        this.name = name;
        this.soql = soql.strip();
    }

    /**
     * The request that asks.
     *
     * @param refs as the source gave them
     * @throws SalesforceException if Salesforce said a moment ago that it answers no more today
     */
    public Question ask(Collection<?> refs) {
        org.requireConfigured(name);
        quota.requireForAsking(name);
        return new Question(refs.stream().map(String::valueOf).toList(), soql.isEmpty() ? Optional.empty() : Optional.of(ContactQuery.parse(soql).object()));
    }

    /** As {@link Question#answer}. */
    public void answer(Question question, Object body, String limitInfo) {
        question.answer(body, limitInfo);
    }

    /** As {@link Question#failed}. */
    public void failed(Question question, Throwable thrown, String limitInfo) {
        question.failed(thrown, limitInfo);
    }

    /** One batch. Used by one thread at a time. */
    public final class Question {
        private final List<String> refs;
        private final Optional<String> listed;
        private final Map<String, Set<String>> ids = new TreeMap<>();
        private final Map<String, JsonNode> found = new HashMap<>();
        private boolean isAnswered;

        private Question(List<String> refs, Optional<String> listed) {
            this.refs = refs;
            this.listed = listed;
            for (String ref : refs) {
                SalesforceRef.read(ref).ifPresent(each -> asked(each).forEach(id -> object(each, id)
                        .ifPresent(object -> ids.computeIfAbsent(object, absent -> new TreeSet<>()).add(id))));
            }
        }

        /** What an id does not tell, the campaign's query does, of the records that it lists. */
        private Optional<String> object(SalesforceRef ref, String id) {
            return SalesforceRef.object(id).or(() -> listed.filter(object -> id.equals(ref.record())
                    && GUARDS.keySet().stream().noneMatch(object::equalsIgnoreCase)));
        }

        /** Whether Salesforce is still to be asked; it refuses a request for nothing. */
        public boolean isOpen() {
            return !ids.isEmpty() && !isAnswered;
        }

        /** The body of a composite request: a query for each object. */
        public String body() {
            ObjectNode request = SalesforceAnswer.JSON.createObjectNode().put("allOrNone", false);
            ArrayNode all = request.putArray("compositeRequest");
            ids.forEach((object, wanted) -> all.addObject().put("method", "GET").put("referenceId", object).put("url", "/services/data/" + SalesforceOrg.API
                    + "/query?q=" + URLEncoder.encode("SELECT " + GUARDS.getOrDefault(object, "Id") + " FROM " + object + " WHERE Id IN ('" + String.join("','", wanted) + "')",
                            StandardCharsets.UTF_8).replace("+", "%20")));
            return SalesforceAnswer.text(request);
        }

        /** A member's person is asked for with the member. */
        private List<String> asked(SalesforceRef ref) {
            List<String> ids = new ArrayList<>(List.of(ref.record()));
            ref.who().filter(who -> !ref.isMember() && !who.equals(ref.record())).ifPresent(ids::add);
            return ids;
        }

        /** @throws SalesforceException if the answer does not tell */
        public void answer(Object body, String limitInfo) {
            quota.told(name, limitInfo);
            JsonNode parts = SalesforceAnswer.read(body).path("compositeResponse");
            for (JsonNode part : parts) {
                if (part.path("httpStatusCode").asInt() != 200 || !part.path("body").path("done").asBoolean()) {
                    throw new SalesforceException("the org " + name + " does not tell (" + SalesforceAnswer.code(part.path("body").path(0)) + ")");
                }
                part.path("body").path("records").forEach(record -> found.put(SalesforceRef.shortId(record.path("Id").asText()), record));
            }
            if (parts.size() != ids.size()) {
                throw new SalesforceException("Salesforce answered something else than records");
            }
            isAnswered = true;
        }

        /** Those that must not be called. */
        public List<String> refused() {
            Set<String> refused = new LinkedHashSet<>();
            for (String ref : refs) {
                if (SalesforceRef.read(ref).filter(this::mayBeCalled).isEmpty()) {
                    refused.add(ref);
                }
            }
            return List.copyOf(refused);
        }

        private boolean mayBeCalled(SalesforceRef ref) {
            for (String id : asked(ref)) {
                JsonNode record = found.get(SalesforceRef.shortId(id));
                if (object(ref, id).isPresent() && (record == null || !(ref.isMember() ? mayMember(ref, record) : mayPerson(record)))) {
                    return false;
                }
            }
            return true;
        }

        /** The person that was enrolled, not the one that the member has come to be since two contacts were merged. */
        private boolean mayMember(SalesforceRef ref, JsonNode member) {
            String relation = ref.who().filter(who -> who.startsWith(SalesforceRef.LEAD)).isPresent() ? "Lead" : "Contact";
            String now = SalesforceRef.shortId(member.path(relation + "Id").asText());
            JsonNode person = member.path(relation);
            return person.isObject() && mayPerson(person) && ref.who().map(SalesforceRef::shortId).filter(who -> !who.equals(now)).isEmpty();
        }

        private static boolean mayPerson(JsonNode person) {
            return !person.path("DoNotCall").asBoolean() && !person.path("IsConverted").asBoolean();
        }

        /** @throws SalesforceException always: what went wrong, in words that may be logged */
        public void failed(Throwable thrown, String limitInfo) {
            quota.told(name, limitInfo);
            throw SalesforceAnswer.failure(thrown, quota, name);
        }
    }
}
