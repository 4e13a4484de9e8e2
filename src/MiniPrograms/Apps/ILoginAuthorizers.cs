namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>Finds mini programs in the care of third-party platforms. A host that has platforms registers one as a singleton.</summary>
public interface ILoginAuthorizers
{
    /// <summary>Finds an account that is in a platform's care now.</summary>
    /// <param name="appId">The AppId that a client named.</param>
    /// <returns>
    /// The account; <see langword="null"/> when no platform may act for it. It is the same object for as long as nothing of it changes.
    /// </returns>
    LoginAuthorizer? Find(string appId);
}
