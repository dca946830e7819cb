package io.voicecampaigns;

import io.voicecampaigns.agent.Release;
import io.voicecampaigns.agent.Releases;
import io.voicecampaigns.agent.SnapshotRun;

/** What is done with agents once and now, by the routes that the service runs at night: without the service, and without its ledger. */
public final class AgentJobs implements AutoCloseable {
    private final Bundle bundle;

    public AgentJobs(Bundle.Options options) {
        bundle = new Bundle(options.job("61-copy-agents", "71-release-agent", "72-carry-out-release", "90-handle-errors",
                "91-handle-agent-errors"));
        bundle.start();
    }

    public SnapshotRun snapshot() {
        return bundle.context().createFluentProducerTemplate().to("direct:copy-agents").request(SnapshotRun.class);
    }

    /**
     * Carries a release file out, as far as it goes now.
     *
     * @param isPreview whether nothing is to be changed
     * @throws io.voicecampaigns.agent.ReleaseRefusedException if the file cannot be used
     */
    public Release.Outcome release(String name, byte[] content, boolean isPreview) {
        Release release = bundle.bean("releases", Releases.class).open(name, content, isPreview);
        bundle.context().createFluentProducerTemplate().withBody(release).to("direct:release-agent").request();
        return release.outcome();
    }

    Bundle bundle() {
        return bundle;
    }

    @Override
    public void close() {
        bundle.close();
    }
}
