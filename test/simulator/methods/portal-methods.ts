import * as application from './application.ts'
import * as departments from './departments.ts'
import * as dialogs from './dialogs.ts'
import { eventTest } from './event-test.ts'
import * as events from './events.ts'
import * as features from './features.ts'
import type { MethodRow } from './method-row.ts'
import * as offline from './offline-events.ts'
import * as peopleChanges from './people-changes.ts'
import * as peopleSearch from './people-search.ts'
import * as people from './people.ts'
import * as placements from './placements.ts'
import * as rights from './rights.ts'
import * as robots from './robots.ts'
import { scopeList } from './scopes.ts'
import * as userFieldTypes from './user-field-types.ts'
import * as userFields from './user-fields.ts'

/** Methods of the portal itself: apps, people, places, events, messenger, automation. */
export const portalMethods: MethodRow[] = [
  ['app.info', '', rights.anyone, application.appInfo],
  ['app.option.get', '', rights.optionReader, application.appOptionGet],
  ['app.option.set', '', rights.optionReader, application.appOptionSet],
  ['user.option.get', '', rights.optionReader, application.userOptionGet],
  ['user.option.set', '', rights.optionReader, application.userOptionSet],
  ['scope', '', rights.anyone, scopeList],
  ['server.time', '', rights.anyone, application.serverTime],
  ['user.add', 'user', rights.anyone, peopleChanges.userAdd],
  ['user.update', 'user', rights.anyone, peopleChanges.userUpdate],
  ['user.userfield.add', 'user.userfield', rights.anyone, userFields.userFieldAdd],
  ['user.userfield.list', 'user.userfield', rights.anyone, userFields.userFieldList],
  ['user.userfield.update', 'user.userfield', rights.anyone, userFields.userFieldUpdate],
  ['user.userfield.delete', 'user.userfield', rights.anyone, userFields.userFieldDelete],
  ['access.name', '', rights.anyone, peopleSearch.accessName],
  ['profile', '', rights.anyone, people.profile],
  ['user.admin', '', rights.anyone, people.userAdmin],
  ['user.current', 'user_brief', rights.anyone, people.userCurrent],
  ['user.get', 'user_brief', rights.anyone, people.userGet],
  ['user.search', 'user_brief', rights.anyone, peopleSearch.userSearch],
  ['user.fields', 'user_brief', rights.anyone, peopleSearch.userFields],
  ['user.access', '', rights.anyone, peopleSearch.userAccess],
  ['feature.get', '', rights.anyone, features.featureGet],
  ['placement.list', 'placement', rights.application, placements.placementList],
  ['placement.get', 'placement', rights.appAdministrator, placements.placementGet],
  ['placement.bind', 'placement', rights.appAdministrator, placements.placementBind],
  ['placement.unbind', 'placement', rights.appAdministrator, placements.placementUnbind],
  ['userfieldtype.list', 'placement', rights.appAdministrator, userFieldTypes.userFieldTypeList],
  ['userfieldtype.add', 'placement', rights.appAdministrator, userFieldTypes.userFieldTypeAdd],
  ['userfieldtype.update', 'placement', rights.appAdministrator, userFieldTypes.userFieldTypeUpdate],
  ['userfieldtype.delete', 'placement', rights.appAdministrator, userFieldTypes.userFieldTypeDelete],
  ['department.fields', 'department', rights.anyone, departments.departmentFields],
  ['department.get', 'department', rights.anyone, departments.departmentGet],
  ['department.add', 'department', rights.anyone, departments.departmentAdd],
  ['department.update', 'department', rights.anyone, departments.departmentUpdate],
  ['department.delete', 'department', rights.anyone, departments.departmentDelete],
  ['events', '', rights.application, events.eventList],
  ['event.get', '', rights.application, events.eventGet],
  ['event.test', '', rights.application, eventTest],
  ['event.bind', '', rights.application, events.eventBind],
  ['event.unbind', '', rights.application, events.eventUnbind],
  ['event.offline.get', '', rights.appAdministrator, offline.offlineGet],
  ['event.offline.list', '', rights.appAdministrator, offline.offlineList],
  ['event.offline.clear', '', rights.appAdministrator, offline.offlineClear],
  ['event.offline.error', '', rights.appAdministrator, offline.offlineError],
  ['im.dialog.get', 'im', rights.anyone, dialogs.dialogGet],
  ...['robot', 'activity'].flatMap((kind): MethodRow[] => [
    [`bizproc.${kind}.add`, 'bizproc', rights.robotAdministrator, robots.robotAdd],
    [`bizproc.${kind}.update`, 'bizproc', rights.robotAdministrator, robots.robotUpdate],
    [`bizproc.${kind}.list`, 'bizproc', rights.robotAdministrator, robots.robotList],
    [`bizproc.${kind}.delete`, 'bizproc', rights.robotAdministrator, robots.robotDelete],
  ]),
  ['bizproc.event.send', 'bizproc', rights.anyone, robots.robotAnswer],
  ['bizproc.activity.log', 'bizproc', rights.anyone, robots.robotLog],
]
