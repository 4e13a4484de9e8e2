using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Tests.Access;

public sealed class AccessSetupTests
{
    [Fact]
    public async Task Passwords_are_hashed_with_salt_and_as_often_as_OWASP_advises()
    {
        var folder = Directory.CreateTempSubdirectory("console-").FullName;
        await using var app = Program.Build(new ConsoleEnvironment(folder, AppContext.BaseDirectory, DataFolder: folder), [], _ => { });
        var hasher = app.Services.GetRequiredService<IPasswordHasher<Account>>();

        var hashes = Enumerable.Range(0, 2).Select(_ => hasher.HashPassword(new Account(), "correct horse battery")).ToList();

        // Identity's third format: a mark, the function (2 is HMAC-SHA-512), and the iterations, the highest byte first.
        var bytes = Convert.FromBase64String(hashes[0]);
        Assert.Equal((1, 2), (bytes[0], bytes[4]));
        Assert.Equal(220_000, (bytes[5] << 24) | (bytes[6] << 16) | (bytes[7] << 8) | bytes[8]);
        Assert.NotEqual(hashes[0], hashes[1]);
        Directory.Delete(folder, recursive: true);
    }
}
