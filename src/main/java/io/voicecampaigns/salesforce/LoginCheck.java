package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Says whether an org lets this service in, and what is left of its daily requests. Thread-safe. */
public final class LoginCheck {
    private final SalesforceOrg org;
    private final SalesforceQuota quota;
    private final String name;

    /** @param name of the org */
    public LoginCheck(SalesforceOrg org, SalesforceQuota quota, String name) {
        this.org = org;
        this.quota = quota;
        this.name = name;
    }

    /** @throws SalesforceException if the org's settings are missing, saying which */
    public void ask() {
        org.requireConfigured(name);
    }

    /** What the org's limits tell, in a few words. */
    public String answer(Object body) {
        JsonNode requests = SalesforceAnswer.read(body).path("DailyApiRequests");
        if (!requests.path("Max").isNumber() || !requests.path("Remaining").isNumber()) {
            throw new SalesforceException("Salesforce answered something else than limits");
        }
        return String.format(Locale.ENGLISH, "the org %s lets us in; %,d of %,d daily requests are left", name, requests.path("Remaining").asLong(),
                requests.path("Max").asLong());
    }

    /** @throws SalesforceException always: what went wrong, in words that may be logged */
    public void failed(Throwable thrown) {
        throw SalesforceAnswer.failure(thrown, quota, name);
    }
}
