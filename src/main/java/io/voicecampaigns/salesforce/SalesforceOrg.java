package io.voicecampaigns.salesforce;

import io.voicecampaigns.privacy.LogGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.internal.SalesforceSession;
import org.apache.camel.support.jsse.KeyStoreParameters;

/**
 * An org, and how to log in to it. Its bean's name is the scheme of the Camel component that {@link #component} makes: {@code <name>:raw}. Nothing
 * is contacted before the first request. The kind of login follows from what is given: a refresh token, a user with a keystore (JWT
 * bearer), a user with a password, or else the client's own credentials.
 */
public final class SalesforceOrg {
    /** Salesforce's REST API that everything here is written for. */
    static final String API = "v60.0";

    private static final String FROM_FILE = "file:";
    private static final int LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;
    /** A query travels in the address: Salesforce takes 16 kB of it. */
    private static final int LONGEST_HEAD_BYTES = 32 * 1024;

    private final String loginUrl;
    private final Map<String, String> given = new TreeMap<>();
    private final int connectTimeoutMs;
    private final int responseTimeoutMs;
    private SalesforceComponent component;

    /**
     * Every value may be blank, or {@code file:<path>} of a file that holds it.
     *
     * @param connectTimeoutMs  the longest wait for a connection, in milliseconds
     * @param responseTimeoutMs the longest wait for an answer, in milliseconds
     */
    public SalesforceOrg(String loginUrl, String clientId, String clientSecret, String userName, String password, String refreshToken,
            String keystore, String keystorePassword, int connectTimeoutMs, int responseTimeoutMs) {
        this.loginUrl = loginUrl.strip();
        this.connectTimeoutMs = connectTimeoutMs;
        this.responseTimeoutMs = responseTimeoutMs;
        given.put("clientId", clientId.strip());
        given.put("clientSecret", clientSecret.strip());
        given.put("userName", userName.strip());
        given.put("password", password.strip());
        given.put("refreshToken", refreshToken.strip());
        given.put("keystore", keystore.strip());
        given.put("keystorePassword", keystorePassword.strip());
    }

    /**
     * The component; always the same one.
     *
     * @throws SalesforceException if a file that should hold a value cannot be read
     */
    public synchronized SalesforceComponent component() {
        if (component == null) {
            component = made();
        }
        return component;
    }

    private SalesforceComponent made() {
        SalesforceComponent made = new SalesforceComponent();
        made.setLoginUrl(loginUrl);
        made.setClientId(or(value("clientId"), "none"));
        made.setClientSecret(or(secret("clientSecret"), "none"));
        String refreshToken = secret("refreshToken");
        String userName = value("userName");
        if (!refreshToken.isEmpty()) {
            made.setAuthenticationType(AuthenticationType.REFRESH_TOKEN);
            made.setRefreshToken(refreshToken);
        } else if (!userName.isEmpty() && !given.get("keystore").isEmpty()) {
            made.setAuthenticationType(AuthenticationType.JWT);
            made.setUserName(userName);
            KeyStoreParameters store = new KeyStoreParameters();
            String keystore = given.get("keystore");
            store.setResource(keystore.startsWith(FROM_FILE) ? keystore : FROM_FILE + keystore);
            store.setPassword(secret("keystorePassword"));
            made.setKeystore(store);
        } else if (!userName.isEmpty()) {
            made.setAuthenticationType(AuthenticationType.USERNAME_PASSWORD);
            made.setUserName(userName);
            made.setPassword(secret("password"));
        } else {
            made.setAuthenticationType(AuthenticationType.CLIENT_CREDENTIALS);
        }
        made.setLazyLogin(true);
        // otherwise it warns that there are no generated classes, which are not used here
        made.setPackages(SalesforceOrg.class.getPackageName());
        made.setHttpClientConnectionTimeout(connectTimeoutMs);
        made.setHttpRequestTimeout(responseTimeoutMs);
        made.setHttpMaxContentLength(LARGEST_ANSWER_BYTES);
        made.setHttpRequestBufferSize(LONGEST_HEAD_BYTES);
        // a redirect would take the session token elsewhere
        made.setHttpClientProperties(new HashMap<>(Map.of("followRedirects", false)));
        return made;
    }

    /** @throws SalesforceException if the org's settings are missing, saying which */
    void requireConfigured(String name) {
        if (loginUrl.isEmpty() || given.get("clientId").isEmpty()) {
            throw new SalesforceException("the org " + name + " is not set up: " + name + ".login-url and " + name + ".client-id are missing");
        }
    }

    /** Who is logged in, and where. */
    record Login(String instanceUrl, String token, String orgId, String userId) {
        @Override
        public String toString() {
            return "Login[" + instanceUrl + "]";
        }
    }

    /**
     * The session that requests are made in; logs in if nobody has yet.
     *
     * @throws SalesforceException if the login fails
     */
    Login login() {
        SalesforceSession session = component().getSession();
        try {
            if (session.getAccessToken() == null) {
                session.login(null);
            }
            return login(session);
        } catch (org.apache.camel.component.salesforce.api.SalesforceException e) {
            throw new SalesforceException("the login at Salesforce failed (" + e.getStatusCode() + ")", e);
        }
    }

    /**
     * After Salesforce refused a session.
     *
     * @throws SalesforceException if the login fails
     */
    void loginInsteadOf(Login refused) {
        try {
            component().getSession().login(refused.token());
        } catch (org.apache.camel.component.salesforce.api.SalesforceException e) {
            throw new SalesforceException("the login at Salesforce failed (" + e.getStatusCode() + ")", e);
        }
    }

    private static Login login(SalesforceSession session) {
        String[] parts = session.getId().split("/");
        return new Login(session.getInstanceUrl(), session.getAccessToken(), parts[parts.length - 2], parts[parts.length - 1]);
    }

    private String secret(String name) {
        String value = value(name);
        LogGuard.secret(value);
        return value;
    }

    private String value(String name) {
        String value = given.get(name);
        if (!value.startsWith(FROM_FILE)) {
            return value;
        }
        try {
            return Files.readString(Path.of(value.substring(FROM_FILE.length()))).strip();
        } catch (IOException e) {
            throw new SalesforceException("the file that should hold Salesforce's " + name + " cannot be read", e);
        }
    }

    private static String or(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }
}
