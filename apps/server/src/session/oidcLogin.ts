import { DoudiError } from "@doudi/contract";
import { allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, ClientSecretBasic, type Configuration, discovery, randomNonce, randomPKCECodeVerifier, randomState } from "openid-client";

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button on the login page says. */
  readonly title: string;
  /** Where browsers reach Doudi, such as https://doudi.example.gov.cn. */
  readonly publicUrl: string;
  /** A provider without TLS: for tests. */
  readonly insecure?: boolean;
}

/** What is kept while the browser is at the provider. */
export interface OidcWait {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** Login at an identity provider: OpenID Connect, authorization code with PKCE, state and nonce. */
export class OidcLogin {
  #configuration: Promise<Configuration> | undefined;

  constructor(readonly settings: OidcSettings) {}

  /** @returns where to send the browser. Throws DoudiError oidc_failed where the provider does not answer. */
  async begin(): Promise<{ url: string; wait: OidcWait }> {
    const wait = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce() };
    const url = buildAuthorizationUrl(await this.#provider(), {
      redirect_uri: this.#returnUrl.href, scope: "openid", code_challenge: await calculatePKCECodeChallenge(wait.verifier), code_challenge_method: "S256", state: wait.state, nonce: wait.nonce,
    });
    return { url: url.href, wait };
  }

  /** @param query what the provider sent back. @returns the subject that logged in. Throws DoudiError oidc_failed. */
  async finish(query: Readonly<Record<string, string>>, { verifier, state, nonce }: OidcWait): Promise<string> {
    const url = this.#returnUrl;
    url.search = new URLSearchParams(query).toString();
    try {
      const tokens = await authorizationCodeGrant(await this.#provider(), url, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
      const subject = tokens.claims()?.sub;
      if (subject === undefined) throw new DoudiError("oidc_failed");
      return subject;
    } catch (error) {
      throw error instanceof DoudiError ? error : new DoudiError("oidc_failed", {}, { cause: error });
    }
  }

  get #returnUrl(): URL {
    return new URL("/api/login/oidc/return", this.settings.publicUrl);
  }

  async #provider(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, insecure } = this.settings;
    this.#configuration ??= discovery(new URL(issuer), clientId, undefined, ClientSecretBasic(clientSecret), { timeout: 10, ...(insecure === true ? { execute: [allowInsecureRequests] } : {}) });
    try {
      return await this.#configuration;
    } catch (error) {
      // The provider may answer next time.
      this.#configuration = undefined;
      throw new DoudiError("oidc_failed", {}, { cause: error });
    }
  }
}
