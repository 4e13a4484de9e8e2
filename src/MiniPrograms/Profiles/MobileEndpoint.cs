using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Codes.Phones;

namespace WxYarpGateway.MiniPrograms.Profiles;

/// <summary>Keeps a user's phone number: by a code of getPhoneNumber, or from what WeChat sealed for the backend.</summary>
internal sealed class MobileEndpoint(IUserStore users, UserSessions sessions, PhoneCodes codes) : ILoginEndpoint
{
    private const int LongestCode = 128;

    /// <inheritdoc/>
    public LoginPath Path => LoginPath.Mobile;

    /// <inheritdoc/>
    public SessionNeed Session => SessionNeed.Required;

    /// <inheritdoc/>
    public EndpointLimits Limits { get; } = new(PerUser: Allowance.PerMinute(6));

    /// <inheritdoc/>
    public ValueTask<LoginAnswer> AnswerAsync(LoginCall call) => call.WithBodyAsync(
        body => body.Find("code") is null ? TakeSealedAsync(call, body) : TakeCodeAsync(call, body));

    private async ValueTask<LoginAnswer> TakeCodeAsync(LoginCall call, JsonFields body)
    {
        if (body.Text("code") is not { Length: > 0 and <= LongestCode } code || code.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return LoginAnswer.Invalid($"code must be a text of 1 to {LongestCode} printable characters, the one that getPhoneNumber gave");
        }

        var exchanged = await codes.ExchangeAsync(call.App.Account, code, call.User.User.OpenId, call.Aborted);
        if (!exchanged.TryGet(out var json, out var error))
        {
            return LoginAnswer.Of(error);
        }

        using var answer = JsonFields.Parse(json);
        using var phone = answer?.Within("phone_info");
        return phone is null ? LoginAnswer.Failed("WeChat's answer holds no phone_info.")
            : !Watermark.IsOf(phone, call.App) ? LoginAnswer.Invalid("the code is another mini program's")
            : await SaveAsync(call, phone);
    }

    private async ValueTask<LoginAnswer> TakeSealedAsync(LoginCall call, JsonFields body)
    {
        if (!SealedText.TryRead(body, out var data))
        {
            return LoginAnswer.Invalid("code, or encrypted_data and iv as getPhoneNumber gave them, is needed");
        }

        var user = call.User.User;
        if (await users.FindKeysAsync(user.App, user.Id, call.Aborted) is not { } keys || data.Open(keys) is not { } opened)
        {
            return LoginAnswer.NotLoggedIn;
        }

        using (opened)
        {
            // Sealed numbers name no openid: that the user's own key opens them says whose they are.
            return Watermark.IsOf(opened, call.App)
                ? await SaveAsync(call, opened)
                : LoginAnswer.Invalid("the data is another mini program's");
        }
    }

    private async ValueTask<LoginAnswer> SaveAsync(LoginCall call, JsonFields fields)
    {
        if (!UserPhone.TryCreate(CountryCodeIn(fields), fields.Text("purePhoneNumber"), out var phone))
        {
            return LoginAnswer.Failed("WeChat tells of a phone in a form that is not known.");
        }

        var user = call.User.User;
        if (!await users.SavePhoneAsync(user.Id, phone, call.Aborted))
        {
            return LoginAnswer.NotLoggedIn;
        }

        await sessions.RefreshAsync(user.Id);
        return LoginAnswer.Of(json =>
        {
            json.WriteString("phoneNumber"u8, phone.Number);
            json.WriteString("purePhoneNumber"u8, phone.PureNumber);
            json.WriteString("countryCode"u8, phone.CountryCode);
        });
    }

    // A text in the document's table, a number in some answers.
    private static string? CountryCodeIn(JsonFields fields)
        => fields.Text("countryCode") ?? fields.Number("countryCode")?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
