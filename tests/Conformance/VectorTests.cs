using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Conformance;

/// <summary>Sends the known pushes to a gateway that is configured for them, byte for byte as they were published.</summary>
public sealed class VectorTests
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    // The vectors are as old as 2013; a clock skew of centuries takes them without a clock to fake.
    private const string AnyTime = "36500.00:00:00";

    public static TheoryData<string> UrlSignatures() => Vector.OfKind("url_signature", "url_signature_reject");

    public static TheoryData<string> EncryptedEchoes() => Vector.OfKind("encrypted_echostr");

    public static TheoryData<string> EncryptedPushes() => Vector.OfKind("safe_push", "compat_push", "component_push");

    public static TheoryData<string> SignedOnly() => Vector.OfKind("msg_signature");

    public static TheoryData<string> Rejected() => Vector.OfKind("msg_signature_reject", "decrypt_reject");

    public static TheoryData<string> Replies() => Vector.OfKind("encrypt_reply");

    [Theory]
    [MemberData(nameof(UrlSignatures))]
    public async Task A_signed_URL_check_is_answered(string name)
    {
        var vector = Vector.Named(name);
        var isRight = vector.Kind == "url_signature";
        await using var gateway = await StartAsync(vector, aesKey: "");
        var echo = vector.Input("echostr") is { Length: > 0 } given ? given : "any";
        var signature = isRight ? vector.Answer("signature") : vector.Input("signature");

        var (status, body) = await GetAsync(gateway, Query(vector, ("signature", signature), ("echostr", echo)));

        Assert.Equal(isRight ? HttpStatusCode.OK : HttpStatusCode.Forbidden, status);
        Assert.Equal(isRight ? echo : "", body);
    }

    [Theory]
    [MemberData(nameof(EncryptedEchoes))]
    public async Task The_URL_check_of_WeCom_and_its_pushes_are_refused_by_name(string name)
    {
        var vector = Vector.Named(name);
        using var logs = new CollectedLogs();
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var gateway = await RunningGateway.StartAsync(
            Configuration(vector, vector.Input("encoding_aes_key"), backend), logs, TestContext.Current.CancellationToken);
        var signed = ("msg_signature", vector.Input("msg_signature"));

        var (status, body) = await GetAsync(gateway, Query(vector, signed, ("echostr", vector.Input("encrypt"))));
        var (pushStatus, pushBody) = await PostAsync(gateway, Query(vector, signed), Envelope(vector, vector.Input("encrypt")));

        Assert.Equal((vector.Expected.GetProperty("status").GetInt32(), ""), ((int)status, body));
        Assert.Equal((vector.Expected.GetProperty("status").GetInt32(), ""), ((int)pushStatus, pushBody));
        Assert.Equal(2, logs.Lines.Count(line => line.Contains("企业微信", StringComparison.Ordinal)));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("WrongMode", StringComparison.Ordinal)
            || line.Contains("WrongSignature", StringComparison.Ordinal));
        Assert.Empty(backend.Calls);
    }

    [Theory]
    [MemberData(nameof(EncryptedPushes))]
    public async Task An_encrypted_push_is_opened(string name)
    {
        var vector = Vector.Named(name);
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var gateway = await StartAsync(
            vector, vector.Input("encoding_aes_key"), backend, vector.Kind == "compat_push" ? "Compatible" : "Safe");

        var (status, body) = await PushAsync(gateway, vector, vector.Input("encrypt"), vector.Input("msg_signature"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("success", body);
        var message = backend.OnlyCall.Json;
        var plaintext = vector.Answer("plaintext");
        if (plaintext.StartsWith('{'))
        {
            Assert.All(JsonDocument.Parse(plaintext).RootElement.EnumerateObject(), property
                => Assert.Equal(property.Value.ToString(), message.GetProperty(property.Name).ToString()));
        }
        else
        {
            Assert.All(XElement.Parse(plaintext).Elements(), element
                => Assert.Equal(element.Value, message.GetProperty(element.Name.LocalName).ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(SignedOnly))]
    public async Task What_is_rightly_signed_but_not_for_us_does_not_open(string name)
    {
        var vector = Vector.Named(name);
        var signature = vector.Expected.TryGetProperty("msg_signature", out var expected) ? expected.GetString()!
            : vector.Input("msg_signature");
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var gateway = await StartAsync(vector, Key, backend);

        var (status, _) = await PushAsync(gateway, vector, vector.Input("encrypt"), signature);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Empty(backend.Calls);
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public async Task What_is_wrongly_signed_is_forbidden(string name)
    {
        var vector = Vector.Named(name);
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var gateway = await StartAsync(vector, vector.Input("encoding_aes_key") is { Length: > 0 } key ? key : Key, backend);

        var (status, body) = await PushAsync(gateway, vector, vector.Input("encrypt"), vector.Input("msg_signature"));

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Equal("", body);
        Assert.Empty(backend.Calls);
    }

    /// <summary>The ciphertexts that others made for replies are good pushes too: same key, same layout, same signature.</summary>
    [Theory]
    [MemberData(nameof(Replies))]
    public async Task A_sealed_reply_of_another_library_is_opened_as_a_push(string name)
    {
        var vector = Vector.Named(name);
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var gateway = await StartAsync(vector, vector.Input("encoding_aes_key"), backend);

        var (status, _) = await PushAsync(gateway, vector, vector.Answer("encrypt"), vector.Answer("msg_signature"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Single(backend.Calls);
    }

    private static Task<RunningGateway> StartAsync(Vector vector, string aesKey, ScriptedBackend? backend = null, string mode = "Auto")
        => RunningGateway.StartAsync(Configuration(vector, aesKey, backend, mode), TestContext.Current.CancellationToken);

    private static Dictionary<string, string?> Configuration(Vector vector, string aesKey, ScriptedBackend? backend, string mode = "Auto")
        => new()
        {
            ["Gateway:Services:vector:AppId"] = vector.Input("appid") is { Length: > 0 } appId ? appId : "wx1",
            ["Gateway:Services:vector:Token"] = vector.Input("token"),
            ["Gateway:Services:vector:EncodingAesKey"] = aesKey,
            ["Gateway:Services:vector:Encryption"] = mode,
            ["Gateway:Services:vector:MaxClockSkew"] = AnyTime,
            ["Gateway:Services:vector:MessagePath"] = "/wx",
            ["Gateway:Services:vector:MessageBackend"] = backend?.Address,
            ["Gateway:Services:vector:UserInfo:Append"] = "false",
        };

    private static string Query(Vector vector, params (string Name, string Value)[] more)
        => string.Join('&', new[] { ("timestamp", vector.Input("timestamp")), ("nonce", vector.Input("nonce")) }
            .Concat(more)
            .Select(parameter => $"{parameter.Item1}={Uri.EscapeDataString(parameter.Item2)}"));

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(RunningGateway gateway, string query)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(gateway.Address, "/wx?" + query), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<(HttpStatusCode Status, string Body)> PushAsync(
        RunningGateway gateway, Vector vector, string ciphertext, string signature)
        => PostAsync(gateway, Query(vector, ("encrypt_type", "aes"), ("msg_signature", signature)), Envelope(vector, ciphertext));

    private static string Envelope(Vector vector, string ciphertext) => vector.Input("format") == "json"
        ? JsonSerializer.Serialize(new { ToUserName = "gh", Encrypt = ciphertext })
        : $"<xml><ToUserName>gh</ToUserName><Content>not to be believed</Content><Encrypt><![CDATA[{ciphertext}]]></Encrypt></xml>";

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(RunningGateway gateway, string query, string envelope)
    {
        using var http = new HttpClient();
        using var content = new StringContent(envelope, Encoding.UTF8, "text/xml");
        using var response = await http.PostAsync(new Uri(gateway.Address, "/wx?" + query), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
