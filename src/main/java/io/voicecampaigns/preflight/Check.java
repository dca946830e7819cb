package io.voicecampaigns.preflight;

import java.util.Optional;

/**
 * One thing that was looked at before anybody is called.
 *
 * @param name  such as {@code key} or {@code sink salesforce}
 * @param said  what was found, in a few words and without secrets or numbers
 * @param todo  what a person should do; only where something is wrong
 */
public record Check(String name, boolean ok, String said, Optional<String> todo) {
    static Check ok(String name, String said) {
        return new Check(name, true, said, Optional.empty());
    }

    static Check wrong(String name, String said, String todo) {
        return new Check(name, false, said, Optional.of(todo));
    }
}
