using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>What keeps a mini program from being released, by names for programs. A release would skip it, or WeChat refuse it.</summary>
internal static class ReleaseObstacle
{
    /// <summary>The permission set that code management needs: 小程序开发与数据分析权限.</summary>
    public const int PermissionSet = 18;

    private const string Unknown = "unknown";
    private const string Unauthorized = "unauthorized";
    private const string AuthorizeAgain = "authorize_again";
    private const string NoMiniProgram = "no_mini_program";
    private const string NoPermission = "no_permission";

    /// <summary>Returns the obstacle; <see langword="null"/> when none is known.</summary>
    /// <param name="account">The account; <see langword="null"/> when the platform does not know it.</param>
    /// <param name="lacksPermission">Whether it did not grant <see cref="PermissionSet"/>.</param>
    public static string? Of(Authorizer? account, bool lacksPermission) => account switch
    {
        null => Unknown,
        { State: AuthorizerState.Unauthorized } => Unauthorized,
        { State: AuthorizerState.Broken or AuthorizerState.NeedsCode } => AuthorizeAgain,
        { Kind: not ServiceKind.MiniProgram } => NoMiniProgram,
        _ => lacksPermission ? NoPermission : null,
    };
}
