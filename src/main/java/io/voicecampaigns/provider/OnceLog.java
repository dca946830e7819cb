package io.voicecampaigns.provider;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says each thing about a provider once: what is polled every few seconds would say it for hours. Safe for use by many threads.
 */
final class OnceLog {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderMapping.class);
    private static final int MOST_REMEMBERED = 500;

    private final String provider;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    OnceLog(String provider) {
        this.provider = provider;
    }

    void warn(String message) {
        if (said.size() < MOST_REMEMBERED && said.add(message)) {
            LOG.warn("{}: {} (config/providers/{}.yaml; said once)", provider, message, provider);
        }
    }
}
