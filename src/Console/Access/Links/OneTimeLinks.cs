using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Access.Store;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Access.Links;

/// <summary>Makes links that are good once, for 15 minutes.</summary>
internal sealed class OneTimeLinks(AccessDatabases databases, IOptions<ConsoleOptions> options, IServer server, TimeProvider clock)
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const int CodeBytes = 24;

    /// <summary>Returns a new link. Its code comes behind a #, which browsers send to nobody, so no log of a proxy has it.</summary>
    public async Task<Uri> NewAsync(LinkPurpose purpose, string? userId, CancellationToken cancellationToken)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CodeBytes));
        await using var database = databases.Open();
        if (userId is not null)
        {
            await database.Links.Where(link => link.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        }

        database.Links.Add(new LinkRow
        {
            Digest = DigestOf(code),
            Purpose = purpose,
            UserId = userId,
            ExpiresAt = clock.GetUtcNow() + Life,
        });
        await database.SaveChangesAsync(cancellationToken);
        return new Uri(Base(), $"/link/{(purpose == LinkPurpose.First ? "first" : "password")}#{code}");
    }

    /// <summary>Returns the link of a code when it is good; it stays good.</summary>
    public async Task<LinkRow?> FindAsync(string code, LinkPurpose purpose, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        return await Good(database, code, purpose).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Uses a link up; returns false when it is not good, or when somebody else is using it. All links to make a first admin end with one
    /// of them.
    /// </summary>
    public static async Task<bool> UseAsync(
        AccessDatabase database, string code, LinkPurpose purpose, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var digest = DigestOf(code);
        var good = database.Links.Where(link => link.Digest == digest && link.Purpose == purpose && link.ExpiresAt > now);
        if (purpose == LinkPurpose.Password)
        {
            return await good.ExecuteDeleteAsync(cancellationToken) == 1;
        }

        // Of several that are used at once, the first removes all, and the others find none.
        return await good.AnyAsync(cancellationToken)
            && await database.Links.Where(link => link.Purpose == purpose).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>Removes links that are over.</summary>
    public async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        var now = clock.GetUtcNow();
        await database.Links.Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private static string DigestOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim())));

    private IQueryable<LinkRow> Good(AccessDatabase database, string code, LinkPurpose purpose)
    {
        var (digest, now) = (DigestOf(code), clock.GetUtcNow());
        return database.Links.Where(link => link.Digest == digest && link.Purpose == purpose && link.ExpiresAt > now);
    }

    // Port 0 is a free one, which is known once the server listens. A verb is another process, and cannot know it.
    private string Listened()
    {
        var url = options.Value.EachUrl()[0];
        return BindingAddress.Parse(url).Port == 0
            && server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } bound ? bound : url;
    }

    private Uri Base()
    {
        var url = options.Value.PublicUrl is { Length: > 0 } address ? address : Listened();

        // What is listened on at all addresses is opened at this one.
        return new Uri(url.Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//[::]", "//localhost", StringComparison.Ordinal));
    }
}
