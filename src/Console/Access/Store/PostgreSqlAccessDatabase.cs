using Microsoft.EntityFrameworkCore;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>The tables in PostgreSQL. It is a class of its own since each kind of database has migrations of its own.</summary>
internal sealed class PostgreSqlAccessDatabase(DbContextOptions<PostgreSqlAccessDatabase> options) : AccessDatabase(options);
