using System.Text;
using System.Text.Json;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Notices;
using WxYarpGateway.MiniPrograms.Replies;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// What a phone sends: no spelling of a path that needs a login goes without one, every token has a digest, and a body is one JSON object
/// or refused.
/// </summary>
internal sealed class LoginRequestRoom : FuzzRoom
{
    private static readonly string[] Tokens =
    [
        "/private/", "/PRIVATE", "/open", "..", "/../", "/./", "//", "\\", "%2f", "%2F", "%5c", "%2e", "%252f", "%25", "%", ";a=b", ";",
        "?", "#", "\n", "\0", "İ", "ﬀ", "／", "{\"code\":\"x\"}", "{",
        "\"template_id\":\"T\"", "\"data\":{\"a\":{\"value\":\"x\"}}", "\"active_at\":\"2026-12-31 08:00:00\"", "\"target\":\"o\"",
        "\"type\":\"image\"", "\"content\":\"{\\\"media_id\\\":1}\"", ",", "}", "[", "\"", "\\ud83c", "null", "true", "1e999",
    ];

    private static readonly LoginOptions Options = new();
    private static readonly RequiredPaths Required = new(["/private/*"]);

    public override string Name => "logins";

    public override int Executions => 10_000;

    public override Grammar Grammar { get; } = new(Tokens);

    public override async ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        // Path and token, a line each; the rest is the body.
        var lines = (Encoding.UTF8.GetString(input) + "\n\n").Split('\n', 3);
        var path = "/" + lines[0];
        var isRequired = meter.Of(path, static of => Required.Include(of));
        if (Required.Include(LenientPath.Of(path)))
        {
            // A step into a folder and back changes nothing for whoever resolves it.
            Assert.True(isRequired, path);
            Assert.True(Required.Include("/x/.." + path), path);
            Assert.True(Required.Include("/x/%2e%2e" + path), path);
        }

        if (path.StartsWith("/private/", StringComparison.OrdinalIgnoreCase))
        {
            Assert.True(isRequired, path);
        }

        var digest = meter.Of(lines[1], TokenDigest.Of);
        Assert.True(TokenDigest.TryParse(digest.ToString(), out var read));
        Assert.Equal(digest, read);
        return await IsObjectAsync(Encoding.UTF8.GetBytes(lines[2]));
    }

    private static async ValueTask<bool> IsObjectAsync(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(body);
        var (fields, refused) = await LoginBody.ReadAsync(context.Request, TestContext.Current.CancellationToken);
        using (fields)
        {
            Assert.Equal(fields is null, refused is not null);
            if (fields is null)
            {
                return false;
            }

            _ = fields.Text("code");
            _ = fields.IsSet("all");
            var (order, wrong) = NoticeOrder.Read(fields, Options, DateTimeOffset.UnixEpoch);
            Assert.Equal(order is null, wrong.Length > 0);
            Assert.Equal(order?.Content.Data, order is null ? null : NoticeContent.Parse(order.Content.ToJson()).Data);
            var (message, wrongMessage) = BackendMessage.Read(fields);
            using (message)
            {
                Assert.Equal(message is null, wrongMessage.Length > 0);
            }

            using var json = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
            Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
            return true;
        }
    }
}
