package io.voicecampaigns.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process has learned of the ids that providers answer the start of a call with: they may be ids of something else, under
 * which no call can be read. Forgotten with the process, and learned again by asking. Thread-safe.
 */
final class CallIds {
    private static final int KEPT = 200_000;

    private final Set<String> noCalls = recent();
    private final Set<String> calls = recent();
    private final Set<String> twins = recent();
    private final Set<String> providersToDoubt = ConcurrentHashMap.newKeySet();

    private static Set<String> recent() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > KEPT;
            }
        }));
    }

    /** The provider knows no call of that id. */
    void isNoCall(String provider, String id) {
        noCalls.add(key(provider, id));
        providersToDoubt.add(provider);
    }

    /** The provider has told of a call of that id. */
    void isCall(String provider, String id) {
        calls.add(key(provider, id));
    }

    boolean knowsNoCall(String provider, String id) {
        return noCalls.contains(key(provider, id));
    }

    boolean knowsCall(String provider, String id) {
        return calls.contains(key(provider, id));
    }

    /** Whether calls that are listed with an id of ours should be held against what is on record, although they have not ended. */
    boolean doubts(String provider) {
        return providersToDoubt.contains(provider);
    }

    /** Whether it is news that an attempt has this second call. */
    boolean isTwin(String provider, String id) {
        return twins.add(key(provider, id));
    }

    private static String key(String provider, String id) {
        return provider + ' ' + id;
    }
}
