#include "storage/database.h"

#include "base/random.h"
#include "storage/bound_parameters.h"
#include "storage/migrations.h"
#include "storage/sql_file.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <system_error>

namespace sluice::storage {
namespace {

// Open organization files kept at once; beyond it, the one not used for longest is closed.
constexpr std::size_t organization_files_open_max = 128;

}  // namespace

std::vector<Row> ControlStore::query(ControlSql sql, const Parameters& parameters) const {
  return file_->query(sql.text(), parameters);
}

std::optional<Row> ControlStore::query_one(ControlSql sql, const Parameters& parameters) const {
  return first_of(query(sql, parameters));
}

void ControlStore::run(const std::function<bool(SqlConnection&)>& job) const {
  file_->write(job);
}

std::vector<Row> OrganizationStore::query(TenantSql sql, const Parameters& parameters) const {
  return file_->query(sql.text(), with_organization(access_, parameters));
}

std::optional<Row> OrganizationStore::query_one(TenantSql sql, const Parameters& parameters) const {
  return first_of(query(sql, parameters));
}

void OrganizationStore::rewrite() const {
  file_->rewrite();
}

void OrganizationStore::run(const std::function<bool(SqlConnection&)>& job) const {
  file_->write(job);
}

struct Database::Impl {
  struct OpenFile {
    std::shared_ptr<SqlFile> file;
    std::uint64_t used = 0;
  };

  std::shared_ptr<SqlFile> organization_file(OrganizationId organization);
  std::shared_ptr<SqlFile> open_organization(OrganizationId organization) const;
  void close_idle_files();

  std::filesystem::path directory;
  std::shared_ptr<SqlFile> control;
  std::mutex mutex;
  std::map<OrganizationId, OpenFile> organizations;
  std::uint64_t uses = 0;
};

std::shared_ptr<SqlFile> Database::Impl::organization_file(OrganizationId organization) {
  const std::lock_guard lock(mutex);
  OpenFile& entry = organizations[organization];
  entry.used = ++uses;
  if (!entry.file) {
    // A file that does not open must not stay in the map as an empty entry.
    std::shared_ptr<SqlFile> opened;
    try {
      opened = open_organization(organization);
    } catch (const StorageFailure&) {
      organizations.erase(organization);
      throw;
    }
    entry.file = std::move(opened);
  }
  std::shared_ptr<SqlFile> file = entry.file;
  close_idle_files();
  return file;
}

void Database::Impl::close_idle_files() {
  while (organizations.size() > organization_files_open_max) {
    const auto idlest = std::ranges::min_element(organizations, [](const auto& a, const auto& b) {
      const bool a_busy = a.second.file.use_count() > 1;
      const bool b_busy = b.second.file.use_count() > 1;
      return a_busy != b_busy ? b_busy : a.second.used < b.second.used;
    });
    if (idlest->second.file.use_count() > 1) return;  // All are in use.
    organizations.erase(idlest);
  }
}

// The file must say that it is this organization's: a copied or renamed file is refused even
// though every statement would filter its rows away.
std::shared_ptr<SqlFile> Database::Impl::open_organization(OrganizationId organization) const {
  const std::string name = to_text(organization) + ".db";
  {
    SqlConnection connection(directory / "organizations" / name, SqlConnection::Mode::read_write);
    if (auto migrated = migrate(connection, organization_migrations(), name); !migrated)
      throw StorageFailure(StorageFailure::Kind::corrupt, migrated.error().detail);
  }
  auto file = std::make_shared<SqlFile>(directory / "organizations" / name);
  file->write([&](SqlConnection& connection) {
    const auto owners = connection.query("SELECT organization_id FROM organization_file", {});
    if (owners.empty())
      connection.execute("INSERT INTO organization_file (organization_id) VALUES (:id)",
                         {{"id", organization}});
    else if (owners.front().id<OrganizationId>("organization_id") != organization)
      throw StorageFailure(StorageFailure::Kind::corrupt,
                           name + " holds the rows of another organization");
    return true;
  });
  return file;
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

std::expected<std::unique_ptr<Database>, OpenError> Database::open(
    const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory / "organizations", error);
  if (!error) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  if (error)
    return std::unexpected(OpenError{"The data directory " + directory.string() +
                                     " cannot be made or entered: " + error.message() + "."});
  // A library's edge: opening reports in words what StorageFailure says by exception.
  try {
    auto impl = std::make_unique<Impl>();
    impl->directory = directory;
    SqlConnection connection(directory / "control.db", SqlConnection::Mode::read_write);
    if (auto migrated = migrate(connection, control_migrations(), "control.db"); !migrated)
      return std::unexpected(migrated.error());
    impl->control = std::make_shared<SqlFile>(directory / "control.db");
    return std::unique_ptr<Database>(new Database(std::move(impl)));
  } catch (const StorageFailure& failure) {
    return std::unexpected(OpenError{"The data directory " + directory.string() +
                                     " cannot be used: " + failure.what() + "."});
  }
}

ControlStore Database::control() const {
  return ControlStore({}, impl_->control);
}

OrganizationStore Database::organization(OrganizationAccess access) const {
  return OrganizationStore({}, impl_->organization_file(access.organization()), access);
}

const std::filesystem::path& Database::directory() const noexcept {
  return impl_->directory;
}

}  // namespace sluice::storage
