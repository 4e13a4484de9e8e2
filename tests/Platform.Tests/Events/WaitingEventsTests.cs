using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Durable;

namespace WxYarpGateway.Platform.Tests.Events;

public sealed class WaitingEventsTests
{
    private readonly FakeStore _store = new();
    private readonly FakeInbox _inbox = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_in_the_store_is_moved_to_the_inbox_once_it_can_be()
    {
        var waiting = Waiting(StoreKind.Redis);
        var added = Event("authorized");
        Assert.True(await waiting.TryKeepAsync(added, Token));

        _inbox.IsAway = true;
        await Assert.ThrowsAsync<AuthorizersUnavailableException>(async () => await waiting.MoveAsync(_inbox, Token));
        Assert.Single(_store.Values);
        _inbox.IsAway = false;
        Assert.Equal(1, await waiting.MoveAsync(_inbox, Token));

        Assert.Empty(_store.Values);
        var moved = Assert.Single(_inbox.Added);
        Assert.Equal(added.Digest, moved.Digest);
        Assert.Equal((added.Component, added.InfoType, added.Account, added.CreateTime),
            (moved.Component, moved.InfoType, moved.Account, moved.CreateTime));
        Assert.Equal(added.Body.ToArray(), moved.Body.ToArray());
    }

    [Fact]
    public async Task What_was_written_to_both_is_in_the_inbox_once()
    {
        var waiting = Waiting(StoreKind.Redis);
        var added = Event("authorized");
        Assert.True(await waiting.TryKeepAsync(added, Token));
        await _inbox.AddAsync(added, Token);

        Assert.Equal(0, await waiting.MoveAsync(_inbox, Token));

        Assert.Empty(_store.Values);
        Assert.Single(_inbox.Added);
    }

    [Fact]
    public async Task A_store_that_ends_with_the_process_keeps_nothing()
    {
        Assert.False(await Waiting(StoreKind.Memory).TryKeepAsync(Event("authorized"), Token));

        Assert.Empty(_store.Values);
    }

    [Fact]
    public async Task A_store_that_is_away_keeps_nothing()
    {
        _store.IsAway = true;

        Assert.False(await Waiting(StoreKind.Redis).TryKeepAsync(Event("authorized"), Token));
    }

    [Fact]
    public async Task No_code_is_in_the_store()
    {
        await Waiting(StoreKind.Redis).TryKeepAsync(Event("authorized"), Token);

        Assert.DoesNotContain("planted", Encoding.UTF8.GetString(Assert.Single(_store.Values).Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_key_sealed_stays_where_it_is()
    {
        await Waiting(StoreKind.Redis, key: 1).TryKeepAsync(Event("authorized"), Token);

        Assert.Equal(0, await Waiting(StoreKind.Redis, key: 2).MoveAsync(_inbox, Token));

        Assert.Single(_store.Values);
        Assert.Empty(_inbox.Added);
    }

    private static AppId Id(string appId) => AppId.TryParse(appId, out var read) ? read : throw new ArgumentException(appId);

    private static InboxEvent Event(string infoType) => new(
        Id("wxcomponent"),
        infoType,
        DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        Encoding.UTF8.GetBytes("""{"AuthorizationCode":"planted"}"""))
    {
        Account = Id("wx1"),
    };

    private WaitingEvents Waiting(StoreKind kind, byte key = 1) => new(
        _store,
        new FakeCipher(key),
        Options.Create(new StoreOptions { Kind = kind }),
        NullLogger<WaitingEvents>.Instance);

    private sealed class FakeCipher(byte key) : ISpillCipher
    {
        public byte[] Seal(ReadOnlySpan<byte> plain, string row) => [key, (byte)row.Length, .. Turn(plain)];

        public byte[]? Open(ReadOnlySpan<byte> @sealed, string row)
            => @sealed[0] == key && @sealed[1] == row.Length ? Turn(@sealed[2..]) : null;

        private byte[] Turn(ReadOnlySpan<byte> bytes)
        {
            var turned = bytes.ToArray();
            for (var index = 0; index < turned.Length; index++)
            {
                turned[index] ^= (byte)(0x55 + key);
            }

            return turned;
        }
    }

    private sealed class FakeStore : IDurableStore
    {
        public Dictionary<string, byte[]> Values { get; } = [];

        public bool IsAway { get; set; }

        public ValueTask WriteAsync(string book, string name, byte[] value, CancellationToken cancellationToken)
        {
            Check();
            Values[name] = value;
            return ValueTask.CompletedTask;
        }

        public ValueTask<byte[]?> ReadAsync(string book, string name, CancellationToken cancellationToken)
            => ValueTask.FromResult(Values.GetValueOrDefault(name));

        public ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAllAsync(string book, CancellationToken cancellationToken)
        {
            Check();
            return ValueTask.FromResult<IReadOnlyDictionary<string, byte[]>>(new Dictionary<string, byte[]>(Values));
        }

        public ValueTask RemoveAsync(string book, string name, byte[] value, CancellationToken cancellationToken)
        {
            Check();
            Values.Remove(name);
            return ValueTask.CompletedTask;
        }

        private void Check()
        {
            if (IsAway)
            {
                // What a store throws can be made by the store alone; the cipher fails the same way.
                throw new VaultUnavailableException("gone");
            }
        }
    }

    private sealed class FakeInbox : IEventInbox
    {
        public List<InboxEvent> Added { get; } = [];

        public bool IsAway { get; set; }

        public ValueTask<bool> AddAsync(InboxEvent inboxEvent, CancellationToken cancellationToken)
        {
            if (IsAway)
            {
                throw new AuthorizersUnavailableException("The database is not available.");
            }

            if (Added.Any(one => one.Digest == inboxEvent.Digest))
            {
                return ValueTask.FromResult(false);
            }

            Added.Add(inboxEvent);
            return ValueTask.FromResult(true);
        }

        public ValueTask<IReadOnlyList<TakenEvent>> TakeAsync(
            AppId component, int most, TimeSpan lease, CancellationToken cancellationToken)
            => ValueTask.FromResult<IReadOnlyList<TakenEvent>>([]);

        public ValueTask DoneAsync(TakenEvent taken, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask PostponeAsync(TakenEvent taken, TimeSpan pause, string why, CancellationToken cancellationToken)
            => ValueTask.CompletedTask;

        public ValueTask GiveUpAsync(TakenEvent taken, string why, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<InboxCount> CountAsync(AppId component, CancellationToken cancellationToken)
            => ValueTask.FromResult(new InboxCount(0, 0, null));
    }
}
