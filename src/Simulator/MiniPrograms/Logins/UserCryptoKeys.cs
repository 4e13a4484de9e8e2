using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>Keeps the keys with which a mini program and its backend may seal what they say: an hour each, the last three.</summary>
internal sealed class UserCryptoKeys(TimeProvider clock)
{
    private const int MostKeys = 3;
    private const int Bytes = 16;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string AppId, string OpenId), List<CryptoKey>> _keys = [];

    /// <summary>Returns the user's keys, newest first; a new one when the last is expired.</summary>
    public JsonArray Of(string appId, string openId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (!_keys.TryGetValue((appId, openId), out var keys))
            {
                _keys[(appId, openId)] = keys = [];
            }

            if (keys.Count == 0 || now - keys[0].At >= Lifetime)
            {
                keys.Insert(0, CryptoKey.New(keys.Count == 0 ? 1 : keys[0].Version + 1, now));
            }

            keys.RemoveRange(Math.Min(keys.Count, MostKeys), Math.Max(0, keys.Count - MostKeys));
            return [.. keys.Select(key => new JsonObject
            {
                ["encrypt_key"] = key.Key,
                ["iv"] = key.Iv,
                ["version"] = key.Version,
                ["create_time"] = key.At.ToUnixTimeSeconds(),
                ["expire_in"] = Math.Max(0, (int)(key.At + Lifetime - now).TotalSeconds),
            })];
        }
    }

    private sealed record CryptoKey(string Key, string Iv, int Version, DateTimeOffset At)
    {
        public static CryptoKey New(int version, DateTimeOffset at) => new(
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)),
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes / 2)),
            version,
            at);
    }
}
