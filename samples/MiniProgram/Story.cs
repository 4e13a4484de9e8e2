using System.Text.Json.Nodes;

namespace WxYarpGateway.MiniProgram;

/// <summary>What a user does with the mini program, step by step; each step says what it expects.</summary>
public sealed class Story(Phone phone, TextWriter output)
{
    private const int NotLoggedIn = 10001;
    private const int Refused = 10002;
    private const string Template = "book-has-come";

    private static readonly TimeSpan NoticeDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private JsonNode _login = new JsonObject();

    /// <summary>Plays the story and prints each step; returns whether all of them went as expected.</summary>
    public async Task<bool> PlayAsync(CancellationToken cancellationToken)
    {
        (string Name, Func<CancellationToken, Task<string?>> Run)[] steps =
        [
            ("A stranger looks around", LookAroundAsync),
            ("The shop's orders need a login", AskWithoutLoginAsync),
            ("wx.login: a code becomes a token", LogInAsync),
            ("The shop knows the user", BuyAsync),
            ("The phone number, by code", GivePhoneNumberAsync),
            ("A harmless comment is taken", cancelled => CommentAsync("A fine book.", isTaken: true, cancelled)),
            ("A risky one never reaches the shop", cancelled => CommentAsync("A RISKY book.", isTaken: false, cancelled)),
            ("A mini program code to share", DrawCodeAsync),
            ("A notice that was ordered comes", OrderNoticeAsync),
            ("After the logout the token is worth nothing", LogOutAsync),
        ];
        var failures = 0;
        foreach (var (name, run) in steps)
        {
            var fault = await TryAsync(run, cancellationToken);
            failures += fault is null ? 0 : 1;
            await output.WriteLineAsync(fault is null ? $"  ok    {name}" : $"  FAIL  {name}: {fault}");
        }

        await output.WriteLineAsync($"{steps.Length - failures} of {steps.Length} steps went as expected.");
        return failures == 0;
    }

    private static async Task<string?> TryAsync(Func<CancellationToken, Task<string?>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run(cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException or InvalidOperationException)
        {
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
        _login = await phone.AskWeChatAsync(cancellationToken);
        var envelope = await phone.CallAsync("/login", new JsonObject { ["code"] = (string)_login["code"]! }, cancellationToken);
        return Expect(0, envelope) ?? ((string?)envelope.Data?["openid"] == phone.OpenId ? null : "another user's openid");
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
        return Expect(0, await phone.CallAsync("/mobile", body, cancellationToken));
    }

    private async Task<string?> CommentAsync(string content, bool isTaken, CancellationToken cancellationToken)
    {
        await phone.SimulateAsync("content-verdict", new JsonObject { ["contains"] = "RISKY", ["label"] = 20002 }, cancellationToken);
        var answer = await ReadAsync(HttpMethod.Post, "/app/comments", new JsonObject { ["content"] = content }, cancellationToken);
        return !isTaken ? Expect(Refused, Envelope.Read(answer))
            : answer.Contains("\"shown\":true", StringComparison.Ordinal) ? null
            : answer;
    }

    private async Task<string?> DrawCodeAsync(CancellationToken cancellationToken)
    {
        using var response = await phone.SendAsync(
            HttpMethod.Get,
            "/wxcode?scene=book%3D1&page=pages/index/index&width=280",
            body: null,
            cancellationToken);
        var type = response.Content.Headers.ContentType?.MediaType;
        return type == "image/jpeg" ? null : $"{type}: {await response.Content.ReadAsStringAsync(cancellationToken)}";
    }

    private async Task<string?> OrderNoticeAsync(CancellationToken cancellationToken)
    {
        var consent = new JsonObject { ["openId"] = phone.OpenId, ["accepts"] = new JsonArray(Template) };
        await phone.SimulateAsync("subscribe", consent, cancellationToken);
        var notice = new JsonObject
        {
            ["template_id"] = Template,
            ["data"] = new JsonObject { ["thing1"] = new JsonObject { ["value"] = "Moby-Dick" } },
            ["active_at"] = (TimeProvider.System.GetUtcNow() + NoticeDelay).ToString("O"),
            ["page"] = "pages/index/index",
        };
        return Expect(0, await phone.CallAsync("/notify", notice, cancellationToken)) ?? await WaitForNoticeAsync(cancellationToken);
    }

    private async Task<string?> WaitForNoticeAsync(CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (await phone.CountNoticesAsync(cancellationToken) == 0)
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
        Expect(0, await phone.CallAsync("/logout", [], cancellationToken)) ?? await AskWithoutLoginAsync(cancellationToken);

    private async Task<string> ReadAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var response = await phone.SendAsync(method, path, body, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    private static string? Expect(int status, Envelope envelope) =>
        envelope.Status == status ? null : $"status {envelope.Status} instead of {status}: {envelope.Message}";
}
