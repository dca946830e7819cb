package io.voicecampaigns.privacy;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Reads all that is logged, with everything at TRACE, while the tests of a whole flow run, and fails each in which a key, a phone number,
 * a variable or a recording's address was printed. It is registered for all tests, and minds those of whole flows and of agents.
 */
public final class LeakWatch implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Set<String> WATCHED = Set.of("io.voicecampaigns.flow", "io.voicecampaigns.agent");
    /** The numbers of {@link RunningBundle#number}, in any spelling, but not where a UUID happens to hold such digits. */
    private static final String NUMBER = "(?<![0-9a-f-])(?:\\+|00)?(?:34)?[ .]?600[ .]?\\d{3}[ .]?\\d{3}(?![0-9a-f-])";
    private static final String FROM_NUMBER = "910000\\d{3}";
    /** Those of {@link RunningBundle#american}. */
    private static final String AMERICAN = "(?<![0-9a-f-])(?:\\+?1)?[ .]?617[ .]?2\\d{2}[ .]?\\d{4}(?![0-9a-f-])";
    private static final String NAME = "Persona? \\d";
    private static final String SAID = "speak about|i will renew|customer will renew|send the contract";
    private static final String RECORDING = "recordings\\.simulator|[0-9a-f]\\.mp3";
    /** Its secret, and the tokens of its sessions. */
    private static final String SALESFORCE = Pattern.quote(SalesforceStandIn.CLIENT_SECRET) + "|!session\\.";
    private static final String CRM = "pat-eu1-1|plain-crm-key|client-secret.of|token-\\d";
    private static final Pattern SECRET = Pattern.compile(
            String.join("|", NUMBER, FROM_NUMBER, AMERICAN, NAME, SAID, RECORDING, CRM, Pattern.quote(RunningBundle.KEY),
                    "that.{1,3}nobody.{1,3}may.{1,3}see", SALESFORCE), Pattern.CASE_INSENSITIVE);
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakWatch.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (WATCHED.contains(context.getRequiredTestClass().getPackageName())) {
            context.getStore(NAMESPACE).put(CapturedLogs.class, new CapturedLogs());
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        CapturedLogs logs = context.getStore(NAMESPACE).get(CapturedLogs.class, CapturedLogs.class);
        if (logs != null) {
            context.getExecutionException().ifPresent(failure -> System.err.println(logs.text()));
            check(logs);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        CapturedLogs logs = context.getStore(NAMESPACE).remove(CapturedLogs.class, CapturedLogs.class);
        if (logs != null) {
            logs.close();
            check(logs);
        }
    }

    private static void check(CapturedLogs logs) {
        // the fraction of a second may begin as a number of the tests does
        String text = logs.text().replaceAll("(:\\d\\d)\\.\\d{3,9}Z", "$1Z");
        Matcher leak = SECRET.matcher(text);
        if (leak.find()) {
            throw new AssertionError("what nobody may see was logged: …" + text.substring(Math.max(0, leak.start() - 300),
                    Math.min(text.length(), leak.end() + 20)) + "…");
        }
    }
}
