using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// Query strings of pushes, redirects and starts: each parameter is what the framework's own parser finds first, or it is refused.
/// </summary>
internal sealed class QueryRoom : FuzzRoom
{
    private static readonly string[] Tokens =
    [
        "&", "=", "?", "#", "%", "%2", "%41", "%00", "%0d%0a", "%ff", "%c3%28", "%ed%a0%80", "%26", "%3d", "%25", "+", "%2b", ";", "&&",
            "&=", "=&", "signature=", "msg_signature=", "timestamp=", "nonce=1", "echostr=",
        "encrypt_type=aes", "encrypt_type=raw", "sign%61ture=", "Signature=", "code=", "state=", "code=1&code=2", "c%6Fde=",
            "scope=snsapi_base", "scope=snsapi_userinfo", "to=%2Fx", "to=//evil.example", "to=https%3A%2F%2Fshop.example.com%2F", "[]", "é",
                "😀",
    ];

    private static readonly string[] Hosts = ["shop.example.com"];

    public override string Name => "queries";

    public override int Executions => 15_000;

    public override Grammar Grammar { get; } = new(Tokens);

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var text = Encoding.UTF8.GetString(input);
        var query = new QueryString("?" + text);
        var framework = QueryHelpers.ParseQuery("?" + text);

        // WeChat writes the names of a push as they are; in one that is encoded, it is no name of ours.
        var plain = QueryHelpers.ParseQuery(
            "?" + string.Join('&', text.Split('&').Where(pair => !pair.Split('=')[0].AsSpan().ContainsAny('%', '+'))));
        var push = meter.Of(query, static of => PushQuery.Read(of));
        Agrees(plain, "signature", push.Signature);
        Agrees(plain, "msg_signature", push.MessageSignature);
        Agrees(plain, "timestamp", push.Timestamp);
        Agrees(plain, "nonce", push.Nonce);
        Agrees(plain, "echostr", push.Echo ?? "");
        if (First(plain, "encrypt_type") is { } encryptType)
        {
            Assert.Equal(encryptType == "aes", push.IsEncrypted);
        }

        var redirect = meter.Of(query, static of => RedirectQuery.Read(of));
        if (redirect.Error is null)
        {
            Agrees(framework, "code", redirect.Code);
            Agrees(framework, "state", redirect.State);
        }

        var isStart = meter.Of(query, static of => AuthorizeQuery.TryRead(of, Hosts, out var read, out var error) ? (read, error)
            : (null, error)) is { read: { } } start;
        Tell(text, redirect);
        return ValueTask.FromResult(push.Signature.Length > 0 || redirect.Code.Length > 0 || isStart);
    }

    /// <summary>Holds what a backend is told of a redirect to what was said.</summary>
    private static void Tell(string text, RedirectQuery redirect)
    {
        using var json = JsonDocument.Parse(RedirectJson.Write(Shop.Service,
            new OAuthRedirect(text, redirect.State, RedirectResult.Denied) { Error = redirect.Error ?? "", To = redirect.Code }));
        Assert.Equal(text, json.RootElement.GetProperty("requestURI").GetString());
        Assert.Equal(Whole(redirect.State), json.RootElement.GetProperty("state").GetString());
        Assert.Equal(Whole(redirect.Code), json.RootElement.GetProperty("to").GetString());
    }

    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static void Agrees(Dictionary<string, StringValues> framework, string name, string actual)
    {
        if (First(framework, name) is { } expected)
        {
            Assert.Equal(expected, actual);
        }
    }

    /// <summary>
    /// Returns the first value; <see langword="null"/> when the name is there in another case, which is another name to us and none to the
    /// framework.
    /// </summary>
    private static string? First(Dictionary<string, StringValues> framework, string name)
        => !framework.TryGetValue(name, out var values) ? ""
            : framework.Keys.Any(key => key.Equals(name, StringComparison.OrdinalIgnoreCase) && key != name) ? null : values[0] ?? "";
}
