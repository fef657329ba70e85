import type { Shape } from './shape.ts'
import type { Example } from './world.ts'

const person: Shape = {
  is: 'ID:id XML_ID:any ACTIVE:bool NAME:text LAST_NAME:text SECOND_NAME:any EMAIL:text LAST_LOGIN:moment? DATE_REGISTER:moment? TIME_ZONE:any IS_ONLINE:flag PERSONAL_GENDER:any PERSONAL_PHOTO:any PERSONAL_WWW:any PERSONAL_BIRTHDAY:moment? PERSONAL_MOBILE:any PERSONAL_CITY:any WORK_PHONE:any WORK_POSITION:any UF_EMPLOYMENT_DATE:any UF_PHONE_INNER:any USER_TYPE:text TIMESTAMP_X:map LAST_ACTIVITY_DATE:map',
  UF_DEPARTMENT: ['number'],
}

/** Documented requests and the shapes of their documented answers: app.*, user.*, placement.*, event.*, bizproc.robot.*. */
export const portal: Example[] = [
  [
    'app.info',
    () => ({}),
    'ID:number CODE:text VERSION:number STATUS:text INSTALLED:bool PAYMENT_EXPIRED:flag DAYS:any LANGUAGE_ID:text LICENSE:text LICENSE_TYPE:text LICENSE_FAMILY:text',
  ],
  ['profile', () => ({}), 'ID:id ADMIN:bool NAME:text LAST_NAME:text PERSONAL_GENDER:any TIME_ZONE:any'],
  [
    'user.current',
    () => ({}),
    {
      is: 'ID:id XML_ID:any ACTIVE:bool NAME:text LAST_NAME:text SECOND_NAME:any EMAIL:text LAST_LOGIN:moment? DATE_REGISTER:moment? TIME_ZONE:any IS_ONLINE:flag PERSONAL_GENDER:any PERSONAL_PHOTO:any PERSONAL_WWW:any PERSONAL_BIRTHDAY:moment? PERSONAL_MOBILE:any PERSONAL_CITY:any WORK_PHONE:any WORK_POSITION:any UF_EMPLOYMENT_DATE:any UF_PHONE_INNER:any USER_TYPE:text TIMESTAMP_X:moment LAST_ACTIVITY_DATE:text',
      UF_DEPARTMENT: ['number'],
    },
  ],
  ['user.get', () => ({}), [person], 'counted'],
  ['user.search', () => ({ NAME: 'Anna' }), [person], 'counted'],
  [
    'placement.get',
    () => ({}),
    [
      {
        is: 'placement:text userId:number handler:text options:list title:text description:any',
        langAll: { de: 'TITLE:text DESCRIPTION:any GROUP_NAME:text?' },
      },
    ],
  ],
  ['event.get', () => ({}), ['event:text handler:text auth_type:id offline:number']],
  ['bizproc.robot.list', () => ({}), ['text']],
]
