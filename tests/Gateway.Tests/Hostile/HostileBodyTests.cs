using System.Text;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// Bodies that are made to break whoever reads them, rightly signed, in clear and sealed: each gets a status, the connection goes on, and
/// nothing of it is in the log.
/// </summary>
public sealed class HostileBodyTests(HostileRig rig) : IClassFixture<HostileRig>
{
    public static TheoryData<string, byte[]> Refused()
    {
        var cases = new TheoryData<string, byte[]>();
        foreach (var (name, body) in HostileBodies.Refused)
        {
            cases.Add(name, body);
        }

        return cases;
    }

    public static TheoryData<string, byte[], string> Taken()
    {
        var cases = new TheoryData<string, byte[], string>();
        foreach (var (name, body, json) in HostileBodies.Taken)
        {
            cases.Add(name, body, json);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_message_is_a_bad_request_and_the_next_push_on_the_connection_is_served(string name, byte[] body)
    {
        foreach (var (service, push) in Pushes(body))
        {
            var calls = rig.Backend.Calls.Count;
            var malformed = rig.Outcomes[service, "Malformed"];

            var answers = await PushTwiceAsync(service, push);

            Assert.True(answers.Statuses is [400, 200], $"{name}, {service}: {answers.Text}");
            Assert.Contains("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n", answers.Text, StringComparison.Ordinal);
            Assert.Equal(calls + 1, rig.Backend.Calls.Count);
            Assert.Equal(malformed + 1, rig.Outcomes[service, "Malformed"]);
        }

        await rig.IsUnharmedAsync();
    }

    [Theory]
    [MemberData(nameof(Taken), DisableDiscoveryEnumeration = true)]
    public async Task What_is_only_odd_reaches_the_backend_as_what_it_says_and_nothing_is_fetched(string name, byte[] body, string json)
    {
        foreach (var (service, push) in Pushes(WithTrap(body)))
        {
            var calls = rig.Backend.Calls.Count;

            var answers = await PushTwiceAsync(service, push);

            Assert.True(answers.Statuses is [200, 200], $"{name}, {service}: {answers.Text}");
            Assert.Contains(
                json.Replace("TRAP", rig.Trap.Address, StringComparison.Ordinal), rig.Backend.Calls[calls].Text, StringComparison.Ordinal);
            Assert.Equal(calls + 2, rig.Backend.Calls.Count);
        }

        await rig.IsUnharmedAsync();
    }

    private static IEnumerable<(string Service, SignedPush Push)> Pushes(byte[] body) =>
    [
        (HostileRig.Plain, SignedPush.Plaintext(body)),
        (HostileRig.Safe, SignedPush.Encrypted(body)),
    ];

    private byte[] WithTrap(byte[] body)
        => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace("TRAP", rig.Trap.Address, StringComparison.Ordinal));

    private Task<RawAnswers> PushTwiceAsync(string service, SignedPush push)
    {
        var next = SignedPush.Plaintext(SignedPush.Text("next"));
        return rig.SendAsync([.. push.To("/" + service), .. next.To("/" + HostileRig.Plain, "Connection: close")]);
    }
}
