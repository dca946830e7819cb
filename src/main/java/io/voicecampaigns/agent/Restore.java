package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Turns the copy of a version into a release file. */
public final class Restore {
    private Restore() {
    }

    /**
     * The copy, with what a release needs besides.
     *
     * @throws ReleaseRefusedException if it is no copy
     */
    public static byte[] release(byte[] copy, boolean publish, Optional<String> reviewed, Optional<String> versionName) {
        ObjectNode release = CanonicalJson.object(copy).filter(document -> document.path("fields").isObject())
                .orElseThrow(() -> new ReleaseRefusedException("this is no copy of a version: expected a file of data/snapshots/<provider>/<agent>"));
        if (publish) {
            release.put("publish", true);
        }
        reviewed.ifPresent(hash -> release.put("reviewed", hash));
        versionName.ifPresent(name -> release.put("version-name", name));
        return CanonicalJson.pretty(release);
    }
}
