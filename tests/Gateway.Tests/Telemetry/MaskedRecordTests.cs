using System.Reflection;
using System.Runtime.CompilerServices;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>A record prints all it holds unless it says otherwise, and whatever is logged is printed.</summary>
public sealed class MaskedRecordTests
{
    // What secrets, codes, openids and texts of people are called in this code.
    private static readonly string[] Guarded =
    [
        "Value", "Token", "AccessToken", "Rejected", "Secret", "Password", "Code", "State", "CallersState", "RequestUri",
            "MessageSignature",
        "OpenId", "UnionId", "FromUserName", "To", "Content", "Msg",
    ];

    // A key in the store, an AppId, whether a token is held, and how the store, a ticket or a backup is, are no secrets.
    private static readonly string[] Harmless = ["AppId", "TokenHealth", "PartAnswer", "TicketAnswer", "BackupAnswer"];

    // Comments on the code, which a generator puts into the assembly.
    private const string Generated = "Microsoft.AspNetCore.OpenApi.Generated";

    private static readonly Type[] Roots = [typeof(Program), typeof(WeChatService), typeof(Token)];

    public static TheoryData<Type> Records => [.. Roots.SelectMany(root => root.Assembly.GetTypes()).Where(
        type => IsRecord(type) && Holds(type).Any() && !Harmless.Contains(type.Name) && type.Namespace != Generated)];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_that_holds_what_nobody_may_see_says_itself_how_it_is_printed(Type record)
    {
        var printing = record.GetMethod(nameof(ToString), Type.EmptyTypes)!;

        Assert.False(
            printing.IsDefined(typeof(CompilerGeneratedAttribute)),
            $"{record.Name} prints its {string.Join(", ", Holds(record).Select(property => property.Name))}: give it a ToString of its " +
                $"own.");
    }

    [Fact]
    public void They_are_found()
    {
        var names = Records.Select(record => record.Data.Name).ToArray();

        Assert.Contains("Token", names);
        Assert.Contains("OAuthGrant", names);
        Assert.Contains("RedirectQuery", names);
    }

    private static bool IsRecord(Type type)
        => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not null;

    private static IEnumerable<PropertyInfo> Holds(Type type)
        => type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => Guarded.Contains(property.Name) && (property.PropertyType == typeof(string)
                || property.PropertyType == typeof(object) || property.PropertyType.IsGenericParameter));
}
