package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.provider.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An address with {@linkplain PlaceText places} in its path and query. What fills them is percent-encoded; what a query gives no value is
 * left out. Immutable.
 */
record UrlTemplate(PlaceText text) {

    /** @throws IllegalArgumentException if it is no address that may be asked, or a place in it is wrong */
    static UrlTemplate parse(String text, Predicate<String> known) {
        UrlTemplate template = new UrlTemplate(PlaceText.parse(text, known));
        template.fill(name -> Optional.empty());
        return template;
    }

    URI fill(Function<String, Optional<JsonNode>> values) {
        String filled = text.text(values, UrlTemplate::encoded);
        int query = filled.indexOf('?');
        return address(query < 0 ? filled : filled.substring(0, query) + withoutBlanks(filled.substring(query + 1)));
    }

    private static String withoutBlanks(String query) {
        String pairs = Arrays.stream(query.split("&")).filter(pair -> !pair.isEmpty() && !pair.endsWith("=")).collect(Collectors.joining("&"));
        return pairs.isEmpty() ? "" : "?" + pairs;
    }

    /** @throws IllegalArgumentException if it is no address, or one that would show a secret on its way */
    static URI address(String text) {
        URI uri = uri(text);
        boolean isPlain = "http".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !isPlain && !"https".equalsIgnoreCase(uri.getScheme()) || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("expected an address such as https://crm.example/contacts");
        }
        if (isPlain && !Origin.isLoopback(uri.getHost())) {
            throw new IllegalArgumentException("expected https: plain http is for this machine alone");
        }
        return uri;
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no address", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
