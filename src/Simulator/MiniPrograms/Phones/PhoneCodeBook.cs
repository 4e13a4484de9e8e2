using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>Keeps the codes of <c>getPhoneNumber</c>: each is good once and for five minutes.</summary>
internal sealed class PhoneCodeBook(TimeProvider clock)
{
    private const int CodeBytes = 48;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Queue<string> _inOrder = new();
    private readonly Dictionary<string, IssuedPhoneCode> _codes = new(StringComparer.Ordinal);

    public string Issue(string appId, string openId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            while (_inOrder.TryPeek(out var oldest) && (!_codes.TryGetValue(oldest, out var code) || now - code.IssuedAt >= Lifetime))
            {
                _codes.Remove(_inOrder.Dequeue());
            }

            var value = RandomIds.Base64UrlOf(CodeBytes);
            _inOrder.Enqueue(value);
            _codes[value] = new IssuedPhoneCode(appId, openId, now);
            return value;
        }
    }

    /// <summary>Uses a code up. Returns the error, or null and the user; a wrong owner does not use it up.</summary>
    public ApiError? Take(string appId, string value, string? owner, out string openId)
    {
        openId = "";
        lock (_gate)
        {
            if (!_codes.TryGetValue(value, out var code) || clock.GetUtcNow() - code.IssuedAt >= Lifetime)
            {
                return ApiError.InvalidCode;
            }

            if (code.AppId != appId)
            {
                return ApiError.InvalidAppId;
            }

            if (owner is not null && owner != code.OpenId)
            {
                return ApiError.InvalidOpenId;
            }

            openId = code.OpenId;
            _codes.Remove(value);
            return null;
        }
    }

    private sealed record IssuedPhoneCode(string AppId, string OpenId, DateTimeOffset IssuedAt);
}
