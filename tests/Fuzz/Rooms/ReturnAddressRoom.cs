using System.Buffers.Text;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Fuzz.Mutation;
using WxYarpGateway.Fuzz.Runs;
using WxYarpGateway.Transforms.OAuth;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>
/// Addresses at which redirects may end, and the cookies that keep them: however a browser reads one, it stays where it is allowed.
/// </summary>
internal sealed class ReturnAddressRoom : FuzzRoom
{
    private static readonly string[] Tokens =
    [
        "/", "//", "\\", "/\\", "https://", "http://", "HTTPS://", "https:", "https:/", "javascript:", "data:", "shop.example.com",
            "evil.example", "shop.example.com.evil.example", "10.0.0.1:8443", ":443", ":80", ":0", ":",
        "@", "user:pw@", "?", "#", "%2f", "%5c", "%09", "\t", "\n", "\r", " ", "\0", "..", "/../", "/./", ".", "[::1]", "xn--", "。", "．",
            "／", "\u2028", "\u00AD", "é", "<", ">", "\"", "'", "`", "[\"s\",\"/x\"]", "[\"s\",null]", "[1]", "{", "null",
    ];

    private static readonly string[] Hosts = ["shop.example.com", "10.0.0.1:8443"];
    private static readonly Uri Gateway = new("https://wx.example.com/redirect/start");

    public override string Name => "returns";

    public override int Executions => 15_000;

    public override Grammar Grammar { get; } = new(Tokens);

    public override ValueTask<bool> TryAsync(byte[] input, Meter meter)
    {
        var address = Encoding.UTF8.GetString(input);
        var isAllowed = meter.Of(address, static of => ReturnAddress.IsAllowed(of, Hosts));
        if (isAllowed)
        {
            var target = new Uri(Gateway, AsBrowsersRead(address));
            Assert.True(target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp, "A redirect ends at another scheme.");
            Assert.True(target.Authority is "wx.example.com" or "shop.example.com" or "10.0.0.1:8443", "A redirect ends at another host.");
            Assert.Equal("", target.UserInfo);
            Assert.DoesNotContain(address, letter => letter is <= ' ' or > '~');
        }

        // Whoever makes a cookie can make the state that fits it; it may say anything.
        foreach (var cookie in new[] { Base64Url.EncodeToString([.. new byte[16], .. input]), Base64Url.EncodeToString(input), address })
        {
            var redirect = meter.Of(cookie, static of => StateCookie.Find(new OneCookie(of), Shop.Service, StateOf(of)));
            Assert.True(redirect?.To is null || ReturnAddress.IsAllowed(redirect.To, Shop.Service.OAuth.ReturnHosts),
                "A cookie leads to another host.");
        }

        return ValueTask.FromResult(isAllowed);
    }

    private static string StateOf(string cookie)
        => "wxgwstart" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Shop.Service.Name}\n{cookie}")), 0, 20);

    /// <summary>
    /// What browsers do first: blanks around are dropped, tabs and line ends within too, and a backslash is a slash (WHATWG URL).
    /// </summary>
    private static string AsBrowsersRead(string address)
        => string.Concat(address.Trim([.. Enumerable.Range(0, 33).Select(letter => (char)letter)]).Where(
            letter => letter is not ('\t' or '\r' or '\n'))).Replace('\\', '/');

    private sealed class OneCookie(string cookie) : IRequestCookieCollection
    {
        public int Count => 1;

        public ICollection<string> Keys => [StateCookie.NameOf(StateOf(cookie))];

        public string? this[string key] => cookie;

        public bool ContainsKey(string key) => true;

        public bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => (value = cookie) is not null;

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
            => Keys.Select(key => KeyValuePair.Create(key, cookie)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
