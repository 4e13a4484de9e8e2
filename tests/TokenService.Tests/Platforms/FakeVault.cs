using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.TokenService.Tests.Platforms;

/// <summary>The database of a test: it outlives replicas, and can be taken away from them.</summary>
internal sealed class FakeVault
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AuthorizerKey, VaultedToken> _rows = [];
    private readonly Dictionary<AppId, ComponentTicket> _tickets = [];
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private PlatformReplica? _lockOwner;

    /// <summary>Gets or sets a value indicating whether every call fails.</summary>
    public bool IsDown { get; set; }

    /// <summary>Gets or sets what happens before a call, by its name.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    /// <summary>Gets or sets what happens after a write that was done: its answer may be lost.</summary>
    public Action? AfterWrite { get; set; }

    /// <summary>Gets a value indicating whether a replica has the lock of the one that renews alone.</summary>
    public bool IsLocked
    {
        get
        {
            lock (_gate)
            {
                return _lockOwner is not null;
            }
        }
    }

    public ConcurrentQueue<(AuthorizerKey Key, AuthorizerState State)> Marks { get; } = [];

    public VaultedToken? RowOf(AuthorizerKey key)
    {
        lock (_gate)
        {
            return _rows.GetValueOrDefault(key);
        }
    }

    public ComponentTicket? TicketOf(AppId component)
    {
        lock (_gate)
        {
            return _tickets.GetValueOrDefault(component);
        }
    }

    public void Put(AuthorizerKey key, VaultedToken row)
    {
        lock (_gate)
        {
            _rows[key] = row;
        }
    }

    public void Set(AuthorizerKey key, AuthorizerState state) => Put(key, RowOf(key)! with { State = state });

    /// <summary>Returns the vault, the cipher and the lock as one replica has them.</summary>
    public View Of(PlatformReplica replica) => new(this, replica);

    internal sealed class View(FakeVault vault, PlatformReplica replica) : IAuthorizerVault, ISpillCipher, ISoleRenewer
    {
        public async ValueTask<VaultedToken?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken)
        {
            await EnterAsync("read", cancellationToken);
            return vault.RowOf(key);
        }

        public async ValueTask<bool> TryWriteAsync(
            AuthorizerKey key, string refreshToken, long seenVersion, CancellationToken cancellationToken)
        {
            Assert.NotEqual("", refreshToken);
            await EnterAsync("write", cancellationToken);
            lock (vault._gate)
            {
                var row = vault._rows.GetValueOrDefault(key) ?? new VaultedToken("", 0, AuthorizerState.Authorized);
                if (row.Version != seenVersion || (seenVersion > 0 && !vault._rows.ContainsKey(key)))
                {
                    return false;
                }

                vault._rows[key] = row with { RefreshToken = refreshToken, Version = seenVersion + 1 };
            }

            vault.AfterWrite?.Invoke();
            return true;
        }

        public async ValueTask WipeAsync(AuthorizerKey key, long seenVersion, CancellationToken cancellationToken)
        {
            await EnterAsync("wipe", cancellationToken);
            if (vault.RowOf(key) is { } row && row.Version == seenVersion)
            {
                vault.Put(key, row with { RefreshToken = "", Version = seenVersion + 1 });
            }
        }

        public async ValueTask MarkAsync(AuthorizerKey key, AuthorizerState state, string why, CancellationToken cancellationToken)
        {
            await EnterAsync("mark", cancellationToken);
            vault.Marks.Enqueue((key, state));
            if (vault.RowOf(key) is { State: not (AuthorizerState.Unauthorized or AuthorizerState.Test) })
            {
                vault.Set(key, state);
            }
        }

        public async ValueTask AuthorizeAsync(AuthorizerKey key, CancellationToken cancellationToken)
        {
            await EnterAsync("authorize", cancellationToken);
            if (vault.RowOf(key) is not null)
            {
                vault.Set(key, AuthorizerState.Authorized);
            }
        }

        public async ValueTask<ComponentTicket?> ReadTicketAsync(AppId component, CancellationToken cancellationToken)
        {
            await EnterAsync("read ticket", cancellationToken);
            return vault.TicketOf(component);
        }

        public async ValueTask WriteTicketAsync(AppId component, ComponentTicket ticket, CancellationToken cancellationToken)
        {
            await EnterAsync("write ticket", cancellationToken);
            lock (vault._gate)
            {
                if (!vault._tickets.TryGetValue(component, out var known) || known.CreateTime < ticket.CreateTime)
                {
                    vault._tickets[component] = ticket;
                }
            }
        }

        public byte[] Seal(ReadOnlySpan<byte> plain, string row)
        {
            replica.Steps.Enter("seal");
            var value = new byte[28 + plain.Length];
            RandomNumberGenerator.Fill(value.AsSpan(0, 12));
            using var aes = new AesGcm(vault._key, 16);
            aes.Encrypt(value.AsSpan(0, 12), plain, value.AsSpan(28), value.AsSpan(12, 16), Encoding.UTF8.GetBytes(row));
            return value;
        }

        public byte[]? Open(ReadOnlySpan<byte> @sealed, string row)
        {
            try
            {
                var plain = new byte[@sealed.Length - 28];
                using var aes = new AesGcm(vault._key, 16);
                aes.Decrypt(@sealed[..12], @sealed[28..], @sealed[12..28], plain, Encoding.UTF8.GetBytes(row));
                return plain;
            }
            catch (Exception e) when (e is CryptographicException or OverflowException)
            {
                return null;
            }
        }

        public ValueTask<bool> TryHoldAsync(CancellationToken cancellationToken)
        {
            lock (vault._gate)
            {
                vault._lockOwner ??= vault.IsDown ? null : replica;
                return ValueTask.FromResult(!vault.IsDown && ReferenceEquals(vault._lockOwner, replica));
            }
        }

        public ValueTask ReleaseAsync(CancellationToken cancellationToken)
        {
            lock (vault._gate)
            {
                vault._lockOwner = ReferenceEquals(vault._lockOwner, replica) ? null : vault._lockOwner;
            }

            return ValueTask.CompletedTask;
        }

        private async Task EnterAsync(string name, CancellationToken cancellationToken)
        {
            replica.Steps.Enter($"vault {name}");
            if (vault.Before is { } before)
            {
                await before(name, cancellationToken);
            }

            if (vault.IsDown)
            {
                throw new VaultUnavailableException("the test took it away");
            }
        }
    }
}
