package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a CRM is asked for its contacts: page by page, and where a page only names them, for what they are. Immutable.
 *
 * @param items   where the records stand in an answer
 * @param details asks for the records that a page named; empty where the page holds them
 * @param most    records that one query may bring before it begins anew at the mark it reached; 0: any number
 * @param sorted  whether records come in the order of their mark, so that it can be remembered from page to page
 */
record ContactQuery(Access access, String method, UrlTemplate url, Optional<BodyTemplate> body, Paging paging, JsonSpot items,
        Optional<Details> details, ContactShape shape, int most, boolean sorted) {
    private static final Set<String> PLACES = Set.of("cursor", "page", "offset");
    private static final Predicate<String> METHOD = method -> method.matches("GET|POST");

    /** @param each what names one record in the body, whose place {@code {records}} is the array of them */
    record Details(UrlTemplate url, BodyTemplate body, BodyTemplate each, JsonSpot items) {
        CrmRequest request(Access access, List<String> refs) {
            ArrayNode records = Json.NODES.arrayNode();
            refs.forEach(ref -> each.fill(name -> Optional.of(Json.NODES.textNode(ref))).ifPresent(records::add));
            return new CrmRequest("POST", url.fill(name -> Optional.empty()),
                    body.fill(name -> Optional.of(records)), access);
        }
    }

    static ContactQuery from(Settings settings) {
        ContactShape shape = ContactShape.from(settings);
        boolean sorted = Boolean.parseBoolean(settings.text("sorted"));
        int most = settings.count("most");
        if (!shape.ref().isGiven()) {
            throw Settings.wrong("refField", "is missing");
        }
        if ((sorted || most > 0) && !(sorted && shape.changed().isGiven())) {
            throw Settings.wrong("changed", "is missing, or sorted is: a query can begin anew only at a mark by which it is sorted");
        }
        return new ContactQuery(Access.from(settings), settings.oneOf("method", METHOD, "GET or POST"), settings.url("url", PLACES::contains),
                settings.body("body", PLACES::contains), Paging.from(settings), settings.spot("items"), details(settings), shape, most, sorted);
    }

    private static Optional<Details> details(Settings settings) {
        if (!settings.isGiven("detailsUrl")) {
            return Optional.empty();
        }
        BodyTemplate body = settings.body("detailsBody", "records"::equals).filter(template -> template.names("records"))
                .orElseThrow(() -> Settings.wrong("detailsBody", "a place \"{records}\" is missing"));
        BodyTemplate each = settings.body("detailsEach", "ref"::equals).filter(template -> template.names("ref"))
                .orElseThrow(() -> Settings.wrong("detailsEach", "a place \"{ref}\" is missing"));
        return Optional.of(new Details(settings.url("detailsUrl", name -> false), body, each, settings.spot("detailsItems")));
    }

    CrmRequest page(Map<String, String> values) {
        return request(url.fill(name -> place(values, name)), values);
    }

    CrmRequest page(URI link, Map<String, String> values) {
        return request(link, values);
    }

    private CrmRequest request(URI uri, Map<String, String> values) {
        return new CrmRequest(method, uri, body.flatMap(template -> template.fill(name -> place(values, name))), access);
    }

    private static Optional<JsonNode> place(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty()).map(Json.NODES::textNode);
    }
}
