using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>Issues the codes of <c>wx.login</c> and users' session keys, and remembers when a user was here last.</summary>
internal sealed class LoginRegister(TimeProvider clock)
{
    // Documented: a code lives for five minutes. It is remembered for longer, to tell "used" from "unknown".
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CodeMemory = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Queue<IssuedJsCode> _inOrder = new();
    private readonly Dictionary<string, IssuedJsCode> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string AppId, string OpenId), SessionKey> _keys = [];
    private readonly Dictionary<(string AppId, string OpenId), DateTimeOffset> _visits = [];
    private readonly MinuteCount _exchanges = new(clock);

    public IReadOnlyList<JsCodeUse> Codes
    {
        get
        {
            lock (_gate)
            {
                return [.. _inOrder.Select(code => new JsCodeUse(code.Value, code.AppId, code.OpenId, code.Exchanges))];
            }
        }
    }

    /// <summary>Logs a user in; <paramref name="changesKey"/> overrules the switch that decides when the key changes.</summary>
    public string Login(SimulatedAccount account, string openId, bool isBlocked, bool? changesKey)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            while (_inOrder.TryPeek(out var oldest) && now - oldest.IssuedAt > CodeMemory)
            {
                _codes.Remove(_inOrder.Dequeue().Value);
            }

            var user = (account.AppId, openId);
            _visits[user] = now;
            var key = _keys.GetValueOrDefault(user);
            var isNew = changesKey ?? key?.Logins >= account.MiniProgram.LoginsPerSessionKey;
            key = key is null || isNew || now >= key.ExpiresAt ? SessionKey.New(now + account.MiniProgram.SessionKeyLifetime) : key;
            _keys[user] = key with { Logins = key.Logins + 1 };

            // Like real codes: 32 letters and digits, 0 first.
            var code = new IssuedJsCode($"0{RandomIds.Base62(31)}", account.AppId, openId, isBlocked, now);
            _inOrder.Enqueue(code);
            _codes[code.Value] = code;
            return code.Value;
        }
    }

    /// <summary>Exchanges a code of this mini program. Returns the error, or null, the user and the key.</summary>
    public ApiError? Exchange(SimulatedAccount account, string value, out string openId, out string sessionKey)
    {
        (openId, sessionKey) = ("", "");
        lock (_gate)
        {
            if (!_codes.TryGetValue(value, out var code))
            {
                return ApiError.InvalidCode;
            }

            code.Exchanges++;
            var now = clock.GetUtcNow();
            var error = code.AppId != account.AppId ? ApiError.InvalidCode
                : code.IsUsed ? ApiError.CodeUsed
                : now - code.IssuedAt >= CodeLifetime ? ApiError.InvalidCode
                : !_exchanges.TryTake($"{code.AppId} {code.OpenId}", account.MiniProgram.LoginsPerMinute) ? LoginErrors.TooOften
                : code.IsBlocked ? LoginErrors.UserBlocked
                : null;
            if (error is null)
            {
                code.IsUsed = true;
                (openId, sessionKey) = (code.OpenId, _keys[(code.AppId, code.OpenId)].Value);
            }

            return error;
        }
    }

    /// <summary>Returns a user's valid key, or null.</summary>
    public SessionKey? KeyOf(string appId, string openId)
    {
        lock (_gate)
        {
            return _keys.TryGetValue((appId, openId), out var key) && clock.GetUtcNow() < key.ExpiresAt ? key : null;
        }
    }

    /// <summary>Replaces a user's key; the new one expires when the old one would have.</summary>
    public string Reset(string appId, string openId)
    {
        lock (_gate)
        {
            var key = SessionKey.New(_keys[(appId, openId)].ExpiresAt);
            _keys[(appId, openId)] = key;
            return key.Value;
        }
    }

    /// <summary>Returns whether the user was in the mini program within a time.</summary>
    public bool WasHere(string appId, string openId, TimeSpan within)
    {
        lock (_gate)
        {
            return _visits.TryGetValue((appId, openId), out var at) && clock.GetUtcNow() - at <= within;
        }
    }
}
