using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Answers;

/// <summary>
/// Makes the link on which an account authorizes a platform again. Register it as a singleton; without one, errors have no link.
/// </summary>
internal interface IAuthorizationUrls
{
    /// <summary>Returns the link; <see langword="null"/> when the platform has no page, or none can be made just now.</summary>
    /// <param name="platform">The platform's account.</param>
    /// <param name="authorizer">The account that is to authorize it: WeChat's page takes no other one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Uri?> FindAsync(Account platform, AppId authorizer, CancellationToken cancellationToken);
}
