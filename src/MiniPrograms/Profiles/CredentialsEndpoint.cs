using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.ContentChecks;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.MiniPrograms.Profiles;

/// <summary>
/// Keeps how a user wants to be seen: what WeChat sealed for the backend (<c>raw_data, signature, encrypted_data, iv</c>), or what the
/// user typed and chose (<c>nickname, avatar_url</c>, since chooseAvatar).
/// </summary>
internal sealed class CredentialsEndpoint(IUserStore users, UserSessions sessions, TextCheck check) : ILoginEndpoint
{
    // 1 = 资料 (profile). Source: 文本内容安全识别.
    private const int ProfileScene = 1;

    /// <inheritdoc/>
    public LoginPath Path => LoginPath.Credentials;

    /// <inheritdoc/>
    public SessionNeed Session => SessionNeed.Required;

    /// <inheritdoc/>
    public EndpointLimits Limits { get; } = new(PerUser: Allowance.PerMinute(6));

    /// <inheritdoc/>
    public ValueTask<LoginAnswer> AnswerAsync(LoginCall call) => call.WithBodyAsync(
        body => body.Find("encrypted_data") is null ? TakeTypedAsync(call, body) : TakeSealedAsync(call, body));

    private async ValueTask<LoginAnswer> TakeSealedAsync(LoginCall call, JsonFields body)
    {
        if (body.Text("raw_data") is not { } raw || body.Text("signature") is not { } signature || !SealedText.TryRead(body, out var data))
        {
            return LoginAnswer.Invalid("raw_data, signature, encrypted_data and iv must be texts as wx.getUserInfo gave them");
        }

        var user = call.User.User;
        if (await users.FindKeysAsync(user.App, user.Id, call.Aborted) is not { } keys
            || SealedText.SignerOf(keys, raw, signature) is not { } key
            || data.Open(key) is not { } opened)
        {
            // The phone's session_key is not the one we know: it logs in again.
            return LoginAnswer.NotLoggedIn;
        }

        using (opened)
        {
            return !Watermark.IsOf(opened, call.App) || opened.Text("openId") != user.OpenId
                ? LoginAnswer.Invalid("the data is another user's or another mini program's")
                : await SaveAsync(call, Profile.Read(opened));
        }
    }

    private async ValueTask<LoginAnswer> TakeTypedAsync(LoginCall call, JsonFields body)
    {
        var nickname = body.Text("nickname")?.Trim() ?? "";
        var address = body.Text("avatar_url") ?? "";
        if (nickname.Length > Profile.LongestNickname || nickname.Any(char.IsControl))
        {
            return LoginAnswer.Invalid($"nickname must have at most {Profile.LongestNickname} characters, and no control characters");
        }

        if (address.Length > 0 && Profile.AddressIn(address) is null)
        {
            return LoginAnswer.Invalid($"avatar_url must be an http or https address of at most {Profile.LongestAddress} characters");
        }

        if (nickname.Length == 0 && address.Length == 0)
        {
            return LoginAnswer.Invalid("nickname, avatar_url, or raw_data with what belongs to it is needed");
        }

        if (nickname.Length > 0
            && await check.AskAsync(call.App, call.User.User, ProfileScene, [nickname], call.Aborted) is { Kind: VerdictKind.Risky })
        {
            return LoginAnswer.Failed("content");
        }

        return await SaveAsync(call, new Profile(nickname, address, ""));
    }

    private async ValueTask<LoginAnswer> SaveAsync(LoginCall call, Profile profile)
    {
        var user = call.User.User;
        if (!await users.SaveProfileAsync(user.Id, profile.Nickname, profile.AvatarUrl, profile.UnionId, call.Aborted))
        {
            return LoginAnswer.NotLoggedIn;
        }

        // Backends are told of the change from the next request on.
        await sessions.RefreshAsync(user.Id);
        return LoginAnswer.Success;
    }
}
