using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Platforms.Codes;

/// <summary>
/// Remembers for 10 minutes what each authorization code stood for: in the store for all replicas, and here for while the store is away.
/// </summary>
internal sealed partial class AuthorizationMemory(IExpiringStore store, TimeProvider timeProvider, ILogger<AuthorizationMemory> logger)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    // Only successes: errors, which anybody can cause, must not drive them out.
    private readonly ExpiringValues _own = new(timeProvider);

    /// <summary>Returns where the outcome of a code lies: under its hash, so that a list of the keys reveals none.</summary>
    public static string KeyOf(AppId component, string code) =>
        "v1:authorization:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{component.Value}\n{code}")));

    /// <summary>Returns the outcome of a code; null when there is none. Throws when the store is away and this process has none either.
    /// </summary>
    public async ValueTask<WeChatResult<Authorization>?> RecallAsync(string key, CancellationToken cancellationToken)
    {
        WeChatResult<Authorization>? stored = null;
        StoreUnavailableException? unavailable = null;
        try
        {
            stored = await store.GetAsync(key, cancellationToken) is { } found ? Read(found.Value) : null;
        }
        catch (StoreUnavailableException e)
        {
            unavailable = e;
        }

        if (stored is not null && stored.TryGet(out _, out _))
        {
            return stored;
        }

        // Another replica that was cut off from the store may have asked WeChat in vain; the success is worth more.
        return _own.Get(key) is { } own ? Read(own.Value)
            : unavailable is null ? stored
            : throw unavailable;
    }

    /// <summary>Remembers a success, in the place of an error.</summary>
    public async ValueTask RememberAsync(string key, Authorization authorization, CancellationToken cancellationToken)
    {
        var value = new StoredValue(Write(authorization), Life);
        _own.Set(key, value);
        try
        {
            await store.SetAsync(key, value, cancellationToken);
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, e.Message);
        }
    }

    /// <summary>
    /// Remembers an error that makes the code useless. Returns what is remembered then, which is a success if another replica had one.
    /// </summary>
    public async ValueTask<WeChatResult<Authorization>> RememberAsync(string key, WeChatError error, CancellationToken cancellationToken)
    {
        try
        {
            return Read(await store.AddAsync(key, new StoredValue(Write(error), Life), cancellationToken)) ?? error;
        }
        catch (StoreUnavailableException e)
        {
            Log.NotWritten(logger, e.Message);
            return error;
        }
    }

    private static byte[] Write(Authorization authorization) => Write(json =>
    {
        json.WriteString("appid"u8, authorization.AppId.Value);
        json.WriteStartArray("sets"u8);
        foreach (var set in authorization.PermissionSets)
        {
            json.WriteNumberValue(set);
        }

        json.WriteEndArray();
    });

    private static byte[] Write(WeChatError error) => Write(json =>
    {
        json.WriteNumber("errcode"u8, error.ErrorCode ?? 0);
        json.WriteString("message"u8, error.Message);
    });

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return written.WrittenSpan.ToArray();
    }

    private static WeChatResult<Authorization>? Read(byte[] value)
    {
        using var fields = JsonFields.Parse(value);
        if (fields is null)
        {
            return null;
        }

        if (fields.Number("errcode") is { } code)
        {
            return new WeChatError((int)code, ErrorClass.UserAuthorization, fields.Text("message") ?? "");
        }

        if (!AppId.TryParse(fields.Text("appid"), out var appId) || fields.Find("sets") is not { ValueKind: JsonValueKind.Array } sets)
        {
            return null;
        }

        return new Authorization(appId, [.. sets.EnumerateArray().Select(set => set.GetInt32())]);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The outcome of an authorization code cannot be written to the store: '{Reason}' Only this replica remembers it.",
            EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string reason);
    }
}
