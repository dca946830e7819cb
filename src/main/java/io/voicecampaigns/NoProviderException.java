package io.voicecampaigns;

/** Nobody could be called: the service was started without an account of any provider. */
final class NoProviderException extends RuntimeException {
    NoProviderException() {
        super("""
                No provider is set, so nobody could be called. Either set one:
                    export DIGA_BASE_URL=https://api.diga.io
                    export DIGA_API_KEY=<your key>
                (or providers.diga.base-url and providers.diga.api-key in config/application.properties),
                or add --simulate to try everything out without calling anybody.""");
    }
}
