using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Durable;

namespace WxYarpGateway.Platform.Events;

/// <summary>Events that the database did not take in time: they wait in Redis, encrypted, until it does.</summary>
/// <remarks>The Memory store ends with the process, so nothing is kept in it: WeChat may come again.</remarks>
internal sealed partial class WaitingEvents(
    IDurableStore store, ISpillCipher cipher, IOptions<StoreOptions> options, ILogger<WaitingEvents> logger)
{
    private const string Book = "events";

    /// <summary>Keeps an event; returns whether it is kept.</summary>
    public async ValueTask<bool> TryKeepAsync(InboxEvent inboxEvent, CancellationToken cancellationToken)
    {
        if (options.Value.Kind == StoreKind.Memory)
        {
            return false;
        }

        try
        {
            await store.WriteAsync(Book, inboxEvent.Digest, cipher.Seal(Write(inboxEvent), RowOf(inboxEvent.Digest)), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or VaultUnavailableException)
        {
            Log.NotKept(logger, inboxEvent, e.Message);
            return false;
        }
    }

    /// <summary>Moves the events into the inbox; returns those that are new there.</summary>
    public async ValueTask<int> MoveAsync(IEventInbox inbox, CancellationToken cancellationToken)
    {
        if (options.Value.Kind == StoreKind.Memory)
        {
            return 0;
        }

        var moved = 0;
        foreach (var (digest, value) in await store.ReadAllAsync(Book, cancellationToken))
        {
            if (cipher.Open(value, RowOf(digest)) is not { } json || Read(json) is not { } inboxEvent)
            {
                // Another key, or a newer version of the gateway: who has it moves it.
                Log.Unreadable(logger, digest);
                continue;
            }

            if (await inbox.AddAsync(inboxEvent, cancellationToken))
            {
                moved++;
            }

            await store.RemoveAsync(Book, digest, value, cancellationToken);
        }

        return moved;
    }

    private static string RowOf(string digest) => $"{Book}/{digest}";

    private static byte[] Write(InboxEvent inboxEvent)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteString("component"u8, inboxEvent.Component.Value);
            json.WriteString("infoType"u8, inboxEvent.InfoType);
            json.WriteString("appid"u8, inboxEvent.Account?.Value);
            json.WriteNumber("createTime"u8, inboxEvent.CreateTime.ToUnixTimeSeconds());
            json.WriteBase64String("body"u8, inboxEvent.Body.Span);
            json.WriteEndObject();
        }

        return written.WrittenSpan.ToArray();
    }

    private static InboxEvent? Read(byte[] value)
    {
        using var fields = JsonFields.Parse(value);
        return fields is not null
            && AppId.TryParse(fields.Text("component"), out var component)
            && fields.Text("infoType") is { } infoType
            && fields.Number("createTime") is { } createTime
            && fields.Find("body") is { } body
            && body.TryGetBytesFromBase64(out var json)
                ? new InboxEvent(component, infoType, DateTimeOffset.FromUnixTimeSeconds(createTime), json)
                {
                    Account = AppId.TryParse(fields.Text("appid"), out var account) ? account : null,
                }
                : null;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "The event '{Event}' can be kept neither in the database nor in the store: '{Reason}' WeChat gets 503; the next comparison with "
            + "WeChat's list makes good for it.",
            EventName = "NotKept")]
        public static partial void NotKept(ILogger logger, InboxEvent @event, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The event '{Digest}' in the store cannot be read: it was written with another key of the database, or by a newer gateway. It "
            + "stays there.",
            EventName = "Unreadable")]
        public static partial void Unreadable(ILogger logger, string digest);
    }
}
