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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks who of a batch of contacts must not be called any more: deleted, converted, or with DoNotCall. One request, whatever they are.
 * Spends the reserve, since calling somebody who said no is worse. Thread-safe.
 */
public final class ContactCheck {
    private static final Map<String, String> GUARDS = Map.of("CampaignMember", "Id, ContactId, LeadId, Contact.DoNotCall, Lead.DoNotCall, Lead.IsConverted",
            "Contact", "Id, DoNotCall", "Lead", "Id, DoNotCall, IsConverted");

    private final SalesforceOrg org;
    private final SalesforceQuota quota;
    private final String name;

    /** @param name of the org */
    public ContactCheck(SalesforceOrg org, SalesforceQuota quota, String name) {
        this.org = org;
        this.quota = quota;
        this.name = name;
    }

    /**
     * The request that asks.
     *
     * @param refs as the source gave them
     */
    public Question ask(Collection<?> refs) {
        org.requireConfigured(name);
        return new Question(refs.stream().map(String::valueOf).toList());
    }

    /** As {@link Question#answer}. */
    public List<String> answer(Question question, Object body, String limitInfo) {
        return question.answer(body, limitInfo);
    }

    /** As {@link Question#failed}. */
    public void failed(Question question, Throwable thrown, String limitInfo) {
        question.failed(thrown, limitInfo);
    }

    /** One batch. Used by one thread at a time. */
    public final class Question {
        private final List<String> refs;

        private Question(List<String> refs) {
            this.refs = refs;
        }

        /** The body of a composite request: a query for each object. */
        public String body() {
            Map<String, Set<String>> ids = new TreeMap<>();
            for (String ref : refs) {
                SalesforceRef.read(ref).ifPresent(each -> asked(each).forEach(id -> SalesforceRef.object(id).filter(GUARDS::containsKey)
                        .ifPresent(object -> ids.computeIfAbsent(object, absent -> new TreeSet<>()).add(id))));
            }
            ObjectNode request = SalesforceAnswer.JSON.createObjectNode().put("allOrNone", false);
            ArrayNode all = request.putArray("compositeRequest");
            ids.forEach((object, wanted) -> all.addObject().put("method", "GET").put("referenceId", object).put("url", "/services/data/" + SalesforceOrg.API
                    + "/query?q=" + URLEncoder.encode("SELECT " + GUARDS.get(object) + " FROM " + object + " WHERE Id IN ('" + String.join("','", wanted) + "')",
                            StandardCharsets.UTF_8).replace("+", "%20")));
            return SalesforceAnswer.text(request);
        }

        /** A member's person is asked for with the member; a custom object's is all that can be asked for. */
        private List<String> asked(SalesforceRef ref) {
            List<String> ids = new ArrayList<>(List.of(ref.record()));
            ref.who().filter(who -> !ref.isMember() && !who.equals(ref.record())).ifPresent(ids::add);
            return ids;
        }

        /**
         * Those that must not be called.
         *
         * @throws SalesforceException if the answer does not tell
         */
        public List<String> answer(Object body, String limitInfo) {
            quota.told(name, limitInfo);
            JsonNode parts = SalesforceAnswer.read(body).path("compositeResponse");
            Map<String, JsonNode> found = new HashMap<>();
            for (JsonNode part : parts) {
                if (part.path("httpStatusCode").asInt() != 200 || !part.path("body").path("done").asBoolean()) {
                    throw new SalesforceException("the org " + name + " does not tell (" + SalesforceAnswer.code(part.path("body").path(0)) + ")");
                }
                part.path("body").path("records").forEach(record -> found.put(record.path("Id").asText(), record));
            }
            if (!parts.isArray()) {
                throw new SalesforceException("Salesforce answered something else than records");
            }
            Set<String> refused = new LinkedHashSet<>();
            for (String ref : refs) {
                if (SalesforceRef.read(ref).filter(each -> mayBeCalled(each, found)).isEmpty()) {
                    refused.add(ref);
                }
            }
            return List.copyOf(refused);
        }

        private boolean mayBeCalled(SalesforceRef ref, Map<String, JsonNode> found) {
            for (String id : asked(ref)) {
                boolean isKnownObject = SalesforceRef.object(id).filter(GUARDS::containsKey).isPresent();
                JsonNode record = found.get(id);
                if (isKnownObject && (record == null || !(ref.isMember() ? mayMember(ref, record) : mayPerson(record)))) {
                    return false;
                }
            }
            return true;
        }

        /** The person that was enrolled, not the one that the member has come to be. */
        private boolean mayMember(SalesforceRef ref, JsonNode member) {
            boolean isLead = ref.who().filter(who -> who.startsWith(SalesforceRef.LEAD)).isPresent();
            JsonNode person = member.path(isLead ? "Lead" : "Contact");
            return person.isObject() && mayPerson(person);
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
