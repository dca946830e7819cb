package io.voicecampaigns.salesforce;

import io.voicecampaigns.privacy.LogGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.support.jsse.KeyStoreParameters;

/**
 * An org, and how to log in to it: the Camel component that a bean's name makes usable as {@code <name>:raw}. Nothing is contacted before
 * the first request. The kind of login follows from what is given: a refresh token, a user with a keystore (JWT bearer), a user with a
 * password, or else the client's own credentials.
 */
public final class SalesforceOrg extends SalesforceComponent {
    /** Salesforce's REST API that everything here is written for. */
    static final String API = "v60.0";

    private static final String FROM_FILE = "file:";
    private static final int LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;
    /** A query travels in the address: Salesforce takes 16 kB of it. */
    private static final int LONGEST_HEAD_BYTES = 32 * 1024;

    private final boolean isConfigured;

    /**
     * Every value may be blank, or {@code file:<path>} of a file that holds it.
     *
     * @param responseTimeoutMs the longest wait for an answer, in milliseconds
     */
    public SalesforceOrg(String loginUrl, String clientId, String clientSecret, String userName, String password, String refreshToken,
            String keystore, String keystorePassword, int connectTimeoutMs, int responseTimeoutMs) {
        Map<String, String> given = new TreeMap<>();
        put(given, "clientSecret", clientSecret);
        put(given, "password", password);
        put(given, "refreshToken", refreshToken);
        put(given, "keystorePassword", keystorePassword);
        given.values().forEach(LogGuard::secret);
        put(given, "clientId", clientId);
        put(given, "userName", userName);
        isConfigured = !loginUrl.isBlank() && given.containsKey("clientId");
        setLoginUrl(loginUrl.strip());
        setClientId(given.getOrDefault("clientId", "none"));
        setClientSecret(given.getOrDefault("clientSecret", "none"));
        if (given.containsKey("refreshToken")) {
            setAuthenticationType(AuthenticationType.REFRESH_TOKEN);
            setRefreshToken(given.get("refreshToken"));
        } else if (given.containsKey("userName") && !keystore.isBlank()) {
            setAuthenticationType(AuthenticationType.JWT);
            setUserName(given.get("userName"));
            KeyStoreParameters store = new KeyStoreParameters();
            store.setResource(keystore.startsWith(FROM_FILE) ? keystore : FROM_FILE + keystore);
            store.setPassword(given.getOrDefault("keystorePassword", ""));
            setKeystore(store);
        } else if (given.containsKey("userName")) {
            setAuthenticationType(AuthenticationType.USERNAME_PASSWORD);
            setUserName(given.get("userName"));
            setPassword(given.getOrDefault("password", ""));
        } else {
            setAuthenticationType(AuthenticationType.CLIENT_CREDENTIALS);
        }
        setLazyLogin(true);
        // otherwise it warns that there are no generated classes, which are not used here
        setPackages(SalesforceOrg.class.getPackageName());
        setHttpClientConnectionTimeout(connectTimeoutMs);
        setHttpRequestTimeout(responseTimeoutMs);
        setHttpMaxContentLength(LARGEST_ANSWER_BYTES);
        setHttpRequestBufferSize(LONGEST_HEAD_BYTES);
        // a redirect would take the session token elsewhere
        setHttpClientProperties(new java.util.HashMap<>(Map.of("followRedirects", false)));
    }

    /** @throws SalesforceException if the org's settings are missing, saying which */
    void requireConfigured(String name) {
        if (!isConfigured) {
            throw new SalesforceException("the org " + name + " is not set up: " + name + ".login-url and " + name + ".client-id are missing");
        }
    }

    /**
     * The id of the user that requests are made as; logs in if nobody has yet.
     *
     * @throws SalesforceException if the login fails
     */
    String userId() {
        try {
            if (getSession().getAccessToken() == null) {
                getSession().login(null);
            }
            String id = getSession().getId();
            return id.substring(id.lastIndexOf('/') + 1);
        } catch (org.apache.camel.component.salesforce.api.SalesforceException e) {
            throw new SalesforceException("the login at Salesforce failed (" + e.getStatusCode() + ")", e);
        }
    }

    private static void put(Map<String, String> values, String name, String given) {
        String value = given.strip();
        if (value.startsWith(FROM_FILE)) {
            try {
                value = Files.readString(Path.of(value.substring(FROM_FILE.length()))).strip();
            } catch (IOException e) {
                throw new SalesforceException("the file that should hold Salesforce's " + name + " cannot be read", e);
            }
        }
        if (!value.isEmpty()) {
            values.put(name, value);
        }
    }
}
