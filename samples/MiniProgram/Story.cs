using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.MiniProgram;

/// <summary>What a user does with the mini program, step by step; each step says what it expects.</summary>
public sealed class Story
{
    private const int NotLoggedIn = 10001;
    private const int Refused = 10002;
    private const string Template = "book-has-come";

    private static readonly TimeSpan NoticeDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Phone _phone;
    private JsonNode _login = new JsonObject();

    /// <summary>Creates the story of a phone.</summary>
    public Story(Phone phone)
    {
        _phone = phone;
        Steps =
        [
            new("A stranger looks around", "GET /app/hello", LookAroundAsync),
            new("The shop's orders need a login", "GET /app/private/orders", AskWithoutLoginAsync),
            new("wx.login: a code becomes a token", "POST /login", LogInAsync),
            new("The shop knows the user", "POST /app/private/orders", BuyAsync),
            new("The phone number, by code", "POST /mobile", GivePhoneNumberAsync),
            new("A harmless comment is taken", "POST /app/comments", end => CommentAsync("A fine book.", isTaken: true, end)),
            new("A risky one never reaches the shop", "POST /app/comments", end => CommentAsync("A RISKY book.", isTaken: false, end)),
            new("A mini program code to share", "GET /wxcode", DrawCodeAsync),
            new("A notice that was ordered comes", "POST /notify", OrderNoticeAsync),
            new("After the logout the token is worth nothing", "POST /logout", LogOutAsync),
        ];
    }

    /// <summary>Gets the steps, in order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Plays the steps, and tells of each how it went; one that goes wrong does not end the story.</summary>
    public async IAsyncEnumerable<PlayedStep> PlayAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var step in Steps)
        {
            yield return new PlayedStep(step, await TryAsync(step, cancellationToken));
        }
    }

    private static async Task<string?> TryAsync(Step step, CancellationToken cancellationToken)
    {
        try
        {
            return await step.PlayAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException)
        {
            return exception.Message;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The phone waited long enough for an answer.
            return exception.Message;
        }
    }

    private async Task<string?> LookAroundAsync(CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(HttpMethod.Get, "/app/hello", body: null, cancellationToken);
        return answer.Contains("Welcome, stranger!", StringComparison.Ordinal) ? null : answer;
    }

    private async Task<string?> AskWithoutLoginAsync(CancellationToken cancellationToken) =>
        Expect(NotLoggedIn, Envelope.Read(await ReadAsync(HttpMethod.Get, "/app/private/orders", body: null, cancellationToken)));

    private async Task<string?> LogInAsync(CancellationToken cancellationToken)
    {
        _login = await _phone.AskWeChatAsync(cancellationToken);
        var envelope = await _phone.CallAsync("/login", new JsonObject { ["code"] = (string)_login["code"]! }, cancellationToken);
        return Expect(0, envelope) ?? ((string?)envelope.Data?["openid"] == _phone.OpenId ? null : "another user's openid");
    }

    private async Task<string?> BuyAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(HttpMethod.Post, "/app/private/orders", new JsonObject { ["book"] = "Moby-Dick" }, cancellationToken);
        var orders = await ReadAsync(HttpMethod.Get, "/app/private/orders", body: null, cancellationToken);
        return orders.Contains("Moby-Dick", StringComparison.Ordinal) ? null : orders;
    }

    private async Task<string?> GivePhoneNumberAsync(CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["code"] = (string)_login["phoneNumber"]!["code"]! };
        return Expect(0, await _phone.CallAsync("/mobile", body, cancellationToken));
    }

    private async Task<string?> CommentAsync(string content, bool isTaken, CancellationToken cancellationToken)
    {
        await _phone.SimulateAsync("content-verdict", new JsonObject { ["contains"] = "RISKY", ["label"] = 20002 }, cancellationToken);
        var answer = await ReadAsync(HttpMethod.Post, "/app/comments", new JsonObject { ["content"] = content }, cancellationToken);
        return !isTaken ? Expect(Refused, Envelope.Read(answer))
            : answer.Contains("\"shown\":true", StringComparison.Ordinal) ? null
            : answer;
    }

    private async Task<string?> DrawCodeAsync(CancellationToken cancellationToken)
    {
        using var response = await _phone.SendAsync(
            HttpMethod.Get,
            "/wxcode?scene=book%3D1&page=pages/index/index&width=280",
            body: null,
            cancellationToken);
        var type = response.Content.Headers.ContentType?.MediaType;
        return type == "image/jpeg" ? null : $"{type}: {await response.Content.ReadAsStringAsync(cancellationToken)}";
    }

    private async Task<string?> OrderNoticeAsync(CancellationToken cancellationToken)
    {
        var consent = new JsonObject { ["openId"] = _phone.OpenId, ["accepts"] = new JsonArray(Template) };
        await _phone.SimulateAsync("subscribe", consent, cancellationToken);
        var notice = new JsonObject
        {
            ["template_id"] = Template,
            ["data"] = new JsonObject { ["thing1"] = new JsonObject { ["value"] = "Moby-Dick" } },
            ["active_at"] = (TimeProvider.System.GetUtcNow() + NoticeDelay).ToString("O"),
            ["page"] = "pages/index/index",
        };
        return Expect(0, await _phone.CallAsync("/notify", notice, cancellationToken)) ?? await WaitForNoticeAsync(cancellationToken);
    }

    private async Task<string?> WaitForNoticeAsync(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await _phone.CountNoticesAsync(cancellationToken) == 0)
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                return $"it did not come within {Patience.TotalSeconds:F0} seconds";
            }

            await Task.Delay(NoticeDelay / 4, cancellationToken);
        }

        return null;
    }

    private async Task<string?> LogOutAsync(CancellationToken cancellationToken) =>
        Expect(0, await _phone.CallAsync("/logout", [], cancellationToken)) ?? await AskWithoutLoginAsync(cancellationToken);

    private async Task<string> ReadAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var response = await _phone.SendAsync(method, path, body, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static string? Expect(int status, Envelope envelope) =>
        envelope.Status == status ? null : $"status {envelope.Status} instead of {status}: {envelope.Message}";
}
