package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/**
 * Something that a CRM is asked or told; what {@code http-request-action} sends.
 *
 * @param method in capitals
 * @param body   its JSON
 */
public record CrmRequest(String method, URI uri, Optional<JsonNode> body, Access access) {

    /** Only the host, so that it can stand in a log. */
    @Override
    public String toString() {
        return method + " " + uri.getHost();
    }
}
